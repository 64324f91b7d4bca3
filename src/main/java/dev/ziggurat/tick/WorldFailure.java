package dev.ziggurat.tick;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The last time a tick could not go on, because its world could not be used.
 *
 * @param reason for operators: what failed
 */
@RegisterForReflection
public record WorldFailure(Instant at, String reason) {

  /** That of a tick's row, if there was one. */
  static Optional<WorldFailure> of(ResultSet row) throws SQLException {
    var reason = row.getString("world_failure");
    return reason == null
        ? Optional.empty()
        : Optional.of(new WorldFailure(row.getTimestamp("world_failed_at").toInstant(), reason));
  }
}
