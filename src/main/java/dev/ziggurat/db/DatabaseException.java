package dev.ziggurat.db;

import java.sql.SQLException;

/** The database refused or was not reached. */
public class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String UNIQUE_VIOLATION = "23505";

  private final String sqlState;

  DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.sqlState = cause.getSQLState();
  }

  /** Whether a row of the same key exists already. */
  public boolean isDuplicate() {
    return UNIQUE_VIOLATION.equals(sqlState);
  }
}
