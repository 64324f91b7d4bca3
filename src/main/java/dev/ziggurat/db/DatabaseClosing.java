package dev.ziggurat.db;

import java.sql.SQLException;

/** The process is shutting down and begins no transaction; nothing was done. */
public final class DatabaseClosing extends DatabaseException {

  private static final long serialVersionUID = 1L;

  DatabaseClosing() {
    super(new SQLException("this process is shutting down; retry"));
  }
}
