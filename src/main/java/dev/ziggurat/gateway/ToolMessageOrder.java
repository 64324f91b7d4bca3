package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts tool messages directly behind the assistant's message with their calls, in the order of the
 * calls: providers of chat completions refuse a conversation in which another message stands
 * between, which other APIs allow.
 */
public final class ToolMessageOrder {

  /** A message and the tool messages that belong behind it; by id those of the last such call. */
  private final List<List<List<JsonNode>>> groups = new ArrayList<>();

  private final Map<String, Deque<List<JsonNode>>> calls = new HashMap<>();

  private ToolMessageOrder() {}

  /** The same messages; a tool message whose call stands nowhere before it keeps its place. */
  public static ArrayNode of(ArrayNode messages) {
    var order = new ToolMessageOrder();
    messages.forEach(order::add);
    var ordered = messages.arrayNode();
    order.groups.forEach(group -> group.forEach(ordered::addAll));
    return ordered;
  }

  private void add(JsonNode message) {
    if (message.path("role").asText().equals("tool")) {
      var waiting = calls.get(message.path("tool_call_id").asText());
      if (waiting != null) {
        (waiting.size() > 1 ? waiting.remove() : waiting.element()).add(message);
        return;
      }
    }
    var group = new ArrayList<List<JsonNode>>();
    group.add(List.of(message));
    groups.add(group);
    var own = new HashMap<String, Deque<List<JsonNode>>>();
    for (var call : message.path("tool_calls")) {
      var outputs = new ArrayList<JsonNode>();
      group.add(outputs);
      own.computeIfAbsent(call.path("id").asText(), _ -> new ArrayDeque<>()).add(outputs);
    }
    calls.putAll(own);
  }
}
