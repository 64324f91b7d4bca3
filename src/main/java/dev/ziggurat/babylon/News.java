package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * A news item.
 *
 * @param ordinal index in its tick, from 0
 * @param about the market it hints at
 */
public record News(long tick, int ordinal, Instant at, String text, Optional<String> about) {

  /** The id of a news item, such as {@code n12-0}. */
  public static String id(long tick, int ordinal) {
    return "n" + tick + "-" + ordinal;
  }

  /** Unique in the game. */
  public String id() {
    return id(tick, ordinal);
  }
}
