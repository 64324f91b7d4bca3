package dev.ziggurat.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The last attempt in the sums. It is handed to the database as a value: were it looked up where it
 * is used, nobody could know, when it is chosen how to read, that hardly anything comes after it.
 *
 * @param recordedIn the transaction that recorded it
 */
record Mark(String recordedIn, UUID id) {

  /** The mark in the first two columns that the result stands at. */
  static Mark read(ResultSet row) throws SQLException {
    return new Mark(row.getString(1), row.getObject(2, UUID.class));
  }

  /** Sets the two parameters of {@code (?::xid8, ?)}. */
  void bind(PreparedStatement statement, int index) throws SQLException {
    statement.setString(index, recordedIn);
    statement.setObject(index + 1, id);
  }
}
