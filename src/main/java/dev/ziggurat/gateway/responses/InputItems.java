package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.ToolMessageOrder;
import java.util.Set;

/**
 * Translates items to chat messages. What the model said in one turn, its reasoning, text and tool
 * calls, becomes one message of the assistant.
 */
final class InputItems {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> ROLES = Set.of("user", "system", "developer");

  private final ArrayNode messages = NODES.arrayNode();

  /** The turn of the assistant that is not complete, or null. */
  private ObjectNode turn;

  /** Images and files of tool outputs, which only messages of the user may have. */
  private ArrayNode attached = NODES.arrayNode();

  /** Adds the instructions. */
  void instruct(String instructions) {
    messages.addObject().put("role", "system").put("content", instructions);
  }

  /**
   * Adds items.
   *
   * @param name of the list in the request, for errors
   * @throws GatewayRefusal naming the item that is invalid or not supported
   */
  void addAll(JsonNode items, String name) {
    for (var index = 0; index < items.size(); index++) {
      add(items.get(index), name + '[' + index + ']');
    }
  }

  /** The messages so far, the outputs of tools directly behind their calls. */
  ArrayNode messages() {
    endTurn();
    attach();
    return ToolMessageOrder.of(messages);
  }

  private void add(JsonNode item, String path) {
    if (!item.isObject()) {
      throw GatewayRefusal.invalid(path, path + " must be an object");
    }
    switch (item.path("type").asText("message")) {
      case "message" -> message(item, path);
      case "reasoning" -> reasoning(item);
      case "function_call" -> call(item, path, "function", "arguments");
      case "custom_tool_call" -> call(item, path, "custom", "input");
      case "function_call_output", "custom_tool_call_output" -> output(item, path);
      default -> throw UnservedParameters.item(path, item.path("type").asText());
    }
  }

  private void message(JsonNode item, String path) {
    var role = item.path("role").asText("");
    if (role.equals("assistant")) {
      said(ContentParts.parts(item.path("content"), path + ".content"));
      return;
    }
    if (!ROLES.contains(role)) {
      throw GatewayRefusal.invalid(
          path + ".role", path + ".role must be user, assistant, system or developer");
    }
    endTurn();
    attach();
    messages
        .addObject()
        .put("role", role)
        .set("content", ContentParts.of(item.path("content"), path + ".content"));
  }

  /** A second text belongs to the same turn only between tool calls and their outputs. */
  private void said(ArrayNode parts) {
    if (turn != null && turn.has("content") && !turn.has("tool_calls")) {
      endTurn();
    }
    beginTurn();
    turn.withArray("content").addAll(parts);
  }

  private void reasoning(JsonNode item) {
    if (turn != null && (turn.has("content") || turn.has("tool_calls"))) {
      endTurn();
    }
    var text = new StringBuilder();
    var parts = item.path("content").isEmpty() ? item.path("summary") : item.path("content");
    for (var part : parts) {
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText(""));
    }
    if (!text.isEmpty()) {
      beginTurn();
      turn.put("reasoning", text.toString());
    }
  }

  private void call(JsonNode item, String path, String type, String arguments) {
    for (var field : new String[] {"call_id", "name", arguments}) {
      if (!item.path(field).isTextual()) {
        throw GatewayRefusal.invalid(
            "%s.%s".formatted(path, field), "%s.%s must be a text".formatted(path, field));
      }
    }
    beginTurn();
    var call = turn.withArray("tool_calls").addObject();
    call.set("id", item.path("call_id"));
    call.put("type", type);
    var called = call.putObject(type);
    called.set("name", item.path("name"));
    called.set(arguments, item.path(arguments));
  }

  private void output(JsonNode item, String path) {
    if (!item.path("call_id").isTextual()) {
      throw GatewayRefusal.invalid(path + ".call_id", path + ".call_id must be a text");
    }
    endTurn();
    var texts = NODES.arrayNode();
    for (var part : ContentParts.parts(item.path("output"), path + ".output")) {
      (part.path("type").asText().equals("text") ? texts : attached).add(part);
    }
    var message = messages.addObject().put("role", "tool");
    message.set("tool_call_id", item.path("call_id"));
    message.set("content", texts.size() == 1 ? texts.get(0).path("text") : texts);
  }

  private void beginTurn() {
    attach();
    if (turn == null) {
      turn = NODES.objectNode().put("role", "assistant");
    }
  }

  private void endTurn() {
    if (turn == null) {
      return;
    }
    var parts = turn.path("content");
    if (parts.size() == 1 && parts.get(0).path("type").asText().equals("text")) {
      turn.set("content", parts.get(0).path("text"));
    }
    // Reasoning alone is no turn: what it led to is not there.
    if (turn.has("content") || turn.has("tool_calls")) {
      messages.add(turn);
    }
    turn = null;
  }

  private void attach() {
    if (!attached.isEmpty()) {
      messages.addObject().put("role", "user").set("content", attached);
      attached = NODES.arrayNode();
    }
  }
}
