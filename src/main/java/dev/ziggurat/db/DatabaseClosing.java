package dev.ziggurat.db;

import java.sql.SQLException;

/** The process is ending and begins no transaction any more: nothing was done. */
public final class DatabaseClosing extends DatabaseException {

  private static final long serialVersionUID = 1L;

  DatabaseClosing() {
    super(new SQLException("this process is ending; ask another, or again"));
  }
}
