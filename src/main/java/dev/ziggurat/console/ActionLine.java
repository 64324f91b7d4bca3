package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An action of a turn and its result.
 *
 * @param what its arguments by name
 * @param refusal the referee's reason; empty if not refused or not yet judged
 */
public record ActionLine(String type, String what, String refusal) {

  private static final String TYPE = "type";

  /** The actions of a turn, as applied, or as decided if not yet applied. */
  public static List<ActionLine> of(JsonNode decision, JsonNode results) {
    return results.isArray()
        ? each(results)
            .map(result -> read(result.path("action"), text(result.path("refusal"))))
            .toList()
        : each(decision.path("actions")).map(action -> read(action, "")).toList();
  }

  /** An allowed action. */
  public static ActionLine of(JsonNode action) {
    return read(action, "");
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static ActionLine read(JsonNode action, String refusal) {
    var arguments = action.has("arguments") ? action.path("arguments") : action;
    var what =
        arguments.properties().stream()
            .filter(argument -> !argument.getKey().equals(TYPE))
            .map(argument -> text(argument.getKey(), argument.getValue()))
            .collect(Collectors.joining(", "));
    return new ActionLine(action.path(TYPE).asText(), what, refusal);
  }

  private static String text(String name, JsonNode value) {
    return switch (name) {
      case "text" -> "“" + value.asText() + "”";
      case "microPoints" -> Format.points(value.asLong()) + " points";
      case "microShares" -> Format.points(value.asLong()) + " shares";
      default -> name + " " + (value.isContainerNode() ? value.toString() : value.asText());
    };
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText();
  }

  /** Whether the referee refused it. */
  public boolean refused() {
    return !refusal.isEmpty();
  }
}
