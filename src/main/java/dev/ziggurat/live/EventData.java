package dev.ziggurat.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Writes the data of an event: a small JSON object without null fields. */
@Singleton
class EventData {

  private final ObjectMapper json;

  EventData(ObjectMapper json) {
    this.json = json;
  }

  /** The data of an event of this type, from its row. */
  String of(String type, ResultSet row) throws SQLException {
    var data = json.createObjectNode();
    if (type.equals("settings-changed")) {
      return data.put("version", row.getLong("tick")).toString();
    }
    put(data, "game", row.getString("game_id"));
    if (row.getObject("tick") != null) {
      data.put("tick", row.getLong("tick"));
    }
    put(data, "handle", row.getString("handle"));
    put(data, "provider", row.getString("provider"));
    put(data, "model", row.getString("model"));
    put(data, "outcome", row.getString("outcome"));
    put(data, "reason", row.getString("reason"));
    putTime(data, "at", row);
    switch (type) {
      case "tick-started" -> putTime(data, "slot", "until", row);
      case "provider-down" -> putTime(data, "until", row);
      case "turn-applied" -> putActions(data, row.getString("detail"));
      case "fail-over" -> put(data, "failed", row.getString("detail"));
      default -> {}
    }
    return data.toString();
  }

  private static void put(ObjectNode data, String field, String value) {
    if (value != null) {
      data.put(field, value);
    }
  }

  private static void putTime(ObjectNode data, String field, ResultSet row) throws SQLException {
    putTime(data, field, field, row);
  }

  private static void putTime(ObjectNode data, String field, String column, ResultSet row)
      throws SQLException {
    var time = row.getTimestamp(column);
    if (time != null) {
      data.put(field, time.toInstant().toString());
    }
  }

  /** The types of the applied actions and the number of refused ones. */
  private void putActions(ObjectNode data, String results) {
    var done = data.putArray("actions");
    var refused = 0;
    for (var result : tree(results)) {
      if (result.path("refusal").isNull()) {
        done.add(result.path("action").path("type").asText());
      } else {
        refused++;
      }
    }
    data.put("refused", refused);
  }

  private JsonNode tree(String stored) {
    try {
      return json.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
