package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text in a message of a model, or in a part of it, and where it stands.
 *
 * @param field where the text belongs in the message: such as {@code content}, or {@code
 *     tool_calls}
 * @param call the index of the tool call; -1 if it is none
 * @param holder the object that has it
 * @param name its field there
 */
record SaidText(String field, int call, ObjectNode holder, String name) {

  private static final String TOOL_CALLS = "tool_calls";
  private static final String FUNCTION_CALL = "function_call";

  /** As one text, they come in this order. */
  private static final List<String> TEXTS =
      List.of("reasoning", "reasoning_content", "content", "refusal");

  /** The message of a choice, or the part of it; an empty one if it has none. */
  static ObjectNode message(JsonNode choice) {
    return choice.path("delta") instanceof ObjectNode delta
        ? delta
        : choice.path("message") instanceof ObjectNode message
            ? message
            : ((ObjectNode) choice).objectNode();
  }

  /** The texts of a message, in order. */
  static List<SaidText> of(ObjectNode message) {
    var texts = new ArrayList<SaidText>();
    for (var field : TEXTS) {
      if (message.path(field) instanceof ArrayNode parts) {
        parts.forEach(part -> add(field, -1, part, "text", texts));
      } else {
        add(field, -1, message, field, texts);
      }
    }
    var position = 0;
    for (var call : message.path(TOOL_CALLS)) {
      var index = call.path("index").asInt(position++);
      add(TOOL_CALLS, index, call.path("function"), "arguments", texts);
      add(TOOL_CALLS, index, call.path("custom"), "input", texts);
    }
    add(FUNCTION_CALL, 0, message.path(FUNCTION_CALL), "arguments", texts);
    return texts;
  }

  private static void add(
      String field, int call, JsonNode holder, String name, List<SaidText> texts) {
    if (holder instanceof ObjectNode object && object.path(name).isTextual()) {
      texts.add(new SaidText(field, call, object, name));
    }
  }

  /** The names of the tools that a message calls. */
  static List<String> tools(ObjectNode message) {
    var names = new ArrayList<String>();
    for (var call : message.path(TOOL_CALLS)) {
      names.add(call.path("function").path("name").asText(""));
      names.add(call.path("custom").path("name").asText(""));
    }
    names.add(message.path(FUNCTION_CALL).path("name").asText(""));
    names.removeIf(String::isEmpty);
    return names;
  }

  /** Which text this is a part of. */
  Key key() {
    return new Key(field, call, name);
  }

  String text() {
    return holder.path(name).textValue();
  }

  void replace(String text) {
    holder.put(name, text);
  }

  /**
   * One of the texts of a message, which may come in parts.
   *
   * @param name see {@link SaidText}
   */
  record Key(String field, int call, String name) {

    /** Whether the text is JSON. */
    boolean isJson() {
      return name.equals("arguments");
    }

    /** Whether the text belongs to a tool call. */
    boolean isOfCall() {
      return call >= 0;
    }

    /** Adds a part of the text to a message that has none of it. */
    void add(String text, ObjectNode message) {
      switch (field) {
        case TOOL_CALLS ->
            message
                .withArrayProperty(TOOL_CALLS)
                .addObject()
                .put("index", call)
                .putObject(name.equals("input") ? "custom" : "function")
                .put(name, text);
        case FUNCTION_CALL -> message.withObjectProperty(FUNCTION_CALL).put(name, text);
        default -> message.put(field, text);
      }
    }
  }
}
