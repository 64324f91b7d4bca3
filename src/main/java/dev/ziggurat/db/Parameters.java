package dev.ziggurat.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The parameters of one statement, set by name. Every name of the statement must be set; an unknown
 * name throws.
 */
public final class Parameters {

  private final NamedSql sql;
  private final PreparedStatement statement;

  Parameters(NamedSql sql, PreparedStatement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  /** A text, or null. */
  public void setString(String name, String value) throws SQLException {
    for (var position : positions(name)) {
      statement.setString(position, value);
    }
  }

  /** A {@code text}, or null if empty. */
  public void setString(String name, Optional<String> value) throws SQLException {
    setString(name, value.orElse(null));
  }

  /** A {@code bigint}. */
  public void setLong(String name, long value) throws SQLException {
    for (var position : positions(name)) {
      statement.setLong(position, value);
    }
  }

  /** An {@code integer}. */
  public void setInt(String name, int value) throws SQLException {
    for (var position : positions(name)) {
      statement.setInt(position, value);
    }
  }

  /** A {@code boolean}. */
  public void setBoolean(String name, boolean value) throws SQLException {
    for (var position : positions(name)) {
      statement.setBoolean(position, value);
    }
  }

  /** A value whose SQL type the driver knows, such as a {@link UUID} or an OffsetDateTime. */
  public void setObject(String name, Object value) throws SQLException {
    for (var position : positions(name)) {
      statement.setObject(position, value);
    }
  }

  /**
   * A value that may be null.
   *
   * @param type one of {@link Types}
   */
  public void setObject(String name, Object value, int type) throws SQLException {
    for (var position : positions(name)) {
      statement.setObject(position, value, type);
    }
  }

  /** A {@code timestamptz}, or null if empty. */
  public void setInstant(String name, Optional<Instant> value) throws SQLException {
    for (var position : positions(name)) {
      statement.setTimestamp(position, value.map(Timestamp::from).orElse(null));
    }
  }

  /** A {@code timestamptz}. */
  public void setInstant(String name, Instant value) throws SQLException {
    setInstant(name, Optional.of(value));
  }

  /** A {@code text[]}. */
  public void setTexts(String name, Collection<String> values) throws SQLException {
    // Typed, because the driver sends only arrays of known types in binary form.
    setArray(name, "text", values.toArray(String[]::new));
  }

  /** A {@code text[]}, or null if empty. */
  public void setTexts(String name, Optional<? extends Collection<String>> values)
      throws SQLException {
    if (values.isPresent()) {
      setTexts(name, values.get());
    } else {
      setObject(name, null, Types.ARRAY);
    }
  }

  /** A {@code real[]}. */
  public void setFloats(String name, float[] values) throws SQLException {
    var boxed = new ArrayList<Float>(values.length);
    for (var value : values) {
      boxed.add(value);
    }
    setArray(name, "float4", boxed.toArray());
  }

  /** A {@code uuid[]}. */
  public void setUuids(String name, Collection<UUID> values) throws SQLException {
    setArray(name, "uuid", values.toArray());
  }

  /** A {@code bigint[]}, whose elements may be null. */
  public void setLongs(String name, Collection<Long> values) throws SQLException {
    setArray(name, "int8", values.toArray(Long[]::new));
  }

  /** An {@code integer[]}, whose elements may be null. */
  public void setInts(String name, Collection<Integer> values) throws SQLException {
    setArray(name, "int4", values.toArray(Integer[]::new));
  }

  /** A {@code boolean[]}, whose elements may be null. */
  public void setBooleans(String name, Collection<Boolean> values) throws SQLException {
    setArray(name, "bool", values.toArray(Boolean[]::new));
  }

  private void setArray(String name, String type, Object[] values) throws SQLException {
    for (var position : positions(name)) {
      statement.setArray(position, statement.getConnection().createArrayOf(type, values));
    }
  }

  /** Whether the statement has this parameter. */
  public boolean has(String name) {
    return sql.positions().containsKey(name);
  }

  private List<Integer> positions(String name) {
    var positions = sql.positions().get(name);
    if (positions == null) {
      throw new IllegalArgumentException("the statement has no parameter :" + name);
    }
    return positions;
  }
}
