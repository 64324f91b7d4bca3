package dev.ziggurat.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The conditions of a query, joined by {@code and}, with their named parameters. */
public final class Conditions {

  private final List<String> texts = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /** Adds a condition without a parameter. */
  public Conditions add(String condition) {
    texts.add(condition);
    return this;
  }

  /**
   * Adds a condition with a parameter.
   *
   * @param value its SQL type is the one that the driver chooses for it
   */
  public Conditions add(String condition, String parameter, Object value) {
    return add(condition).with(parameter, value);
  }

  /** Sets a further parameter of the conditions. */
  public Conditions with(String parameter, Object value) {
    values.put(parameter, value);
    return this;
  }

  /** Adds a condition that the text occurs in the column, whatever the case of its letters. */
  public Conditions addPart(String column, String parameter, String part) {
    return add(
        "position(lower(:%s::text) in lower(%s)) > 0".formatted(parameter, column),
        parameter,
        part);
  }

  /** Matches the node and all nodes below it. */
  public Conditions addTree(String column, String node, String separator) {
    values.put(column + "_below", node + separator);
    return add("(%1$s = :%1$s or starts_with(%1$s, :%1$s_below))".formatted(column), column, node);
  }

  /** The clause, empty without conditions. */
  public String sql() {
    return texts.isEmpty() ? "" : "where " + String.join(" and ", texts);
  }

  /** Sets the parameters of all conditions. */
  public void bind(Parameters parameters) throws SQLException {
    for (var value : values.entrySet()) {
      parameters.setObject(value.getKey(), value.getValue());
    }
  }
}
