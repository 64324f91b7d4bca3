package dev.ziggurat.db;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What bringing the schema up to date came to.
 *
 * @param from the schema's version before; null when the database was empty
 * @param to the schema's version now: the newest that this package knows
 * @param applied the migrations applied, in order, such as {@code V8__access}; none when another
 *     run had done it, earlier or meanwhile
 * @param durationMillis how long it took, waiting for others included
 */
@RegisterForReflection
public record MigrationReport(String from, String to, List<String> applied, long durationMillis) {

  /** In one line, for a log or a terminal. */
  public String inWords() {
    return applied.isEmpty()
        ? "The schema is at version %s: nothing to do (%d ms)".formatted(to, durationMillis)
        : "The schema went from %s to version %s in %d ms: %s"
            .formatted(
                from == null ? "empty" : "version " + from,
                to,
                durationMillis,
                String.join(", ", applied));
  }
}
