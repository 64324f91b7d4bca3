package dev.ziggurat.db;

import io.quarkus.narayana.jta.QuarkusTransactionException;
import java.sql.SQLException;
import java.util.Set;

/** The database refused or was not reached. */
public class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Set<String> UNKNOWN_TABLE_OR_COLUMN = Set.of("42P01", "42703");

  DatabaseException(SQLException cause) {
    super(message(cause), cause);
  }

  DatabaseException(QuarkusTransactionException uncommitted) {
    super("The transaction could not be completed: " + uncommitted.getMessage(), uncommitted);
  }

  private static String message(SQLException cause) {
    return UNKNOWN_TABLE_OR_COLUMN.contains(String.valueOf(cause.getSQLState()))
        ? cause.getMessage()
            + "\nThe database is not migrated to this version: run the command 'migrate', invoke the function migrate, or start the JVM package once."
        : cause.getMessage();
  }
}
