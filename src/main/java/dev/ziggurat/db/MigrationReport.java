package dev.ziggurat.db;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The result of a migration run.
 *
 * @param from the schema's version before; null when the database was empty
 * @param to the schema's version now: the newest of this package
 * @param applied the migrations applied, in order, such as {@code V8__access}; empty when another
 *     run had applied them
 * @param durationMillis duration, including waiting for other runs
 */
@RegisterForReflection
public record MigrationReport(String from, String to, List<String> applied, long durationMillis) {

  /** One line for a log or a terminal. */
  public String summary() {
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
