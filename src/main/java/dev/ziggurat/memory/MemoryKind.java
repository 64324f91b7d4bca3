package dev.ziggurat.memory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an entry of an agent's memory is. */
public enum MemoryKind {
  /** What the agent did in a turn and what came of it; written by the engine. */
  TURN,
  /** What the agent's model concluded from earlier entries. */
  REFLECTION,
  /** Written by an admin. */
  NOTE;

  /** All of them, as they are stored. */
  public static final List<String> ALL = Stream.of(values()).map(MemoryKind::stored).toList();

  /** As it is stored and shown. */
  public String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MemoryKind of(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
