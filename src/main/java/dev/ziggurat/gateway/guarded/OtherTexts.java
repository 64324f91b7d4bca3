package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a chat completions request that no message says: descriptions and schemas of tools,
 * the format of the answer, names, and fields that are unknown here. A provider may show all of
 * them to the model.
 */
final class OtherTexts {

  private static final String INPUT = "input";

  /** Ids of calls and messages, as far as they look like it. */
  private static final List<String> IDS = List.of("id", "tool_call_id");

  private final Map<String, Integer> said = new HashMap<>();
  private final StringBuilder others = new StringBuilder();

  /** A text that a message says, which is none of the others. */
  void said(String text) {
    said.merge(text, 1, Integer::sum);
  }

  /** The others, one in a line. */
  String of(ObjectNode body) {
    for (var field : body.properties()) {
      var value = field.getValue();
      if (value.isTextual() && RequestMask.isWord(value.textValue())) {
        // A parameter such as "auto".
        continue;
      }
      if (!field.getKey().equals(INPUT)) {
        name(field.getKey());
        add(field.getKey(), value, body, false);
      }
    }
    return others.toString();
  }

  private void add(String name, JsonNode value, ObjectNode parent, boolean free) {
    switch (value) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(
                  field -> {
                    name(field.getKey());
                    add(field.getKey(), field.getValue(), object, free || RequestMask.isFree(name));
                  });
      case JsonNode list when list.isArray() -> list.forEach(each -> add(name, each, parent, free));
      case JsonNode text when text.isTextual() -> text(name, text.textValue(), parent, free);
      default -> {
        // A number says nothing, nor does true.
      }
    }
  }

  private void name(String field) {
    if (!RequestMask.isFieldName(field)) {
      line(field);
    }
  }

  private void text(String name, String text, ObjectNode parent, boolean free) {
    if (said.containsKey(text)) {
      said.computeIfPresent(text, (_, count) -> count == 1 ? null : count - 1);
    } else if (!RequestMask.isKept(name, text, parent, free)
        && !(IDS.contains(name) && RequestMask.isWord(text))) {
      line(text);
    }
  }

  private void line(String text) {
    if (!text.isBlank()) {
      others.append(others.isEmpty() ? "" : "\n").append(text);
    }
  }
}
