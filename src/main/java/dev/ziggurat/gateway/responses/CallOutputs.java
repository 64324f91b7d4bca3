package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that every tool call of a conversation has its output, and every output its call. */
final class CallOutputs {

  private static final String INPUT = "input";

  private CallOutputs() {}

  /**
   * Checks a whole conversation; the order does not matter.
   *
   * @throws GatewayRefusal in OpenAI's words
   */
  static void check(JsonNode items) {
    var calls = new ArrayList<JsonNode>();
    var outputs = new ArrayList<JsonNode>();
    for (var item : items) {
      switch (item.path("type").asText()) {
        case "function_call", "custom_tool_call" -> calls.add(item);
        case "function_call_output", "custom_tool_call_output" -> outputs.add(item);
        default -> {
          // No part of a tool call.
        }
      }
    }
    var answered = ids(outputs);
    for (var call : calls) {
      if (!answered.contains(id(call))) {
        throw GatewayRefusal.invalid(
            INPUT, "No tool output found for %s %s.".formatted(words(call), id(call)));
      }
    }
    var called = ids(calls);
    for (var output : outputs) {
      if (!called.contains(id(output))) {
        throw GatewayRefusal.invalid(
            INPUT,
            "No tool call found for %s with call_id %s.".formatted(words(output), id(output)));
      }
    }
  }

  private static Set<String> ids(List<JsonNode> items) {
    var ids = new HashSet<String>();
    items.forEach(item -> ids.add(id(item)));
    return ids;
  }

  private static String id(JsonNode item) {
    return item.path("call_id").asText();
  }

  private static String words(JsonNode item) {
    return item.path("type").asText().replace('_', ' ');
  }
}
