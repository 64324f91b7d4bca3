package dev.ziggurat.memory;

import dev.ziggurat.db.Versioned;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that an agent remembers.
 *
 * @param tick that it was remembered in
 * @param kind {@code turn}, {@code reflection} or {@code note}
 * @param text on one line
 * @param importance from 1 to 10
 * @param shown whether the last prompt of the agent showed it
 * @param editedBy who changed it last; empty if nobody did
 */
@RegisterForReflection
@Schema(name = "Memory entry")
public record MemoryEntry(
    UUID id,
    long tick,
    String kind,
    String text,
    int importance,
    boolean shown,
    Instant createdAt,
    Optional<Instant> editedAt,
    Optional<String> editedBy,
    long version)
    implements Versioned {

  /** The longest text, in characters. */
  public static final int TEXT_CHARACTERS = 1_000;

  /** The greatest importance; the least is 1. */
  public static final int MOST_IMPORTANCE = 10;
}
