package dev.ziggurat.db;

import java.sql.SQLException;

/** The process is ending and begins no transaction any more: nothing was done. */
public final class DatabaseLeft extends DatabaseException {

  private static final long serialVersionUID = 1L;

  DatabaseLeft() {
    super(new SQLException("this process is ending; ask another, or again"));
  }
}
