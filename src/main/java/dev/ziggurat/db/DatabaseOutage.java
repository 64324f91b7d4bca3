package dev.ziggurat.db;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Tells an outage of the database, which passes or is for its operator to end, from a mistake in a
 * statement, by the SQLSTATE.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">Error codes</a>
 */
public final class DatabaseOutage {

  private static final int MAX_CAUSES = 20;
  private static final int CLASS_LENGTH = 2;

  private static final String AWAY = "the database does not answer";
  private static final String READ_ONLY = "the database is read-only";

  private static final Map<String, String> BY_STATE =
      Map.of(
          "25006", READ_ONLY,
          "3D000", "the configured database does not exist",
          "55000", "the database accepts no connections",
          "53100", "the database's disk is full",
          "53300", "the database accepts no more connections",
          "57P01", "the database is shutting down",
          "57P02", "the database has crashed and restarts",
          "57P03", "the database is starting up");

  private static final Map<String, String> BY_CLASS =
      Map.of(
          "08", AWAY,
          "28", "the database refuses the configured user or password",
          "53", "the database has no resources left",
          "57", "the database has ended the statement",
          "58", "the database's storage fails");

  private DatabaseOutage() {}

  /** Why the database cannot serve, in words without addresses; empty if that is not the reason. */
  public static Optional<String> reason(Throwable failure) {
    var uncommitted = false;
    var cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
      if (cause instanceof DatabaseClosing) {
        return Optional.of("this process is shutting down");
      }
      if (cause instanceof SQLException sql) {
        return reason(sql);
      }
      uncommitted |= cause instanceof RollbackException;
    }
    return uncommitted
        ? Optional.of("the database did not complete the transaction")
        : Optional.empty();
  }

  /** Whether it answers and takes no changes: it is read-only or full. */
  static boolean refusesWrites(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return state.equals("25006") || state.equals("53100") || state.startsWith("58");
  }

  /** Whether it did not answer at all, or gave no connection. */
  static boolean isSilence(Throwable failure) {
    return reason(failure).filter(reason -> reason.startsWith(AWAY)).isPresent();
  }

  private static Optional<String> reason(SQLException failure) {
    var state = failure.getSQLState();
    if (state == null) {
      // The pool's own: no connection within its time.
      return failure.getCause() instanceof SQLException inner
          ? reason(inner)
          : Optional.of(AWAY + ", or has no free connection");
    }
    return Optional.ofNullable(BY_STATE.get(state))
        .or(() -> Optional.ofNullable(BY_CLASS.get(state.substring(0, CLASS_LENGTH))));
  }
}
