package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a response says, in terms of chat completions.
 *
 * @param reasoning its reasoning or the summary of it, as far as it is told; may be empty
 * @param refusal why the model declined; empty if it did not
 * @param calls of functions and custom tools
 * @param custom the ids of those of custom tools
 */
record ResponseContent(
    String text, String reasoning, String refusal, List<ToolCall> calls, Set<String> custom) {

  ResponseContent {
    calls = List.copyOf(calls);
    custom = Set.copyOf(custom);
  }

  /** Reads the output; items of other types say nothing in chat completions. */
  static ResponseContent of(JsonNode response) {
    var text = new StringBuilder();
    var reasoning = new StringBuilder();
    var refusal = new StringBuilder();
    var calls = new ArrayList<ToolCall>();
    var custom = new java.util.HashSet<String>();
    for (var item : response.path("output")) {
      switch (item.path("type").asText()) {
        case "message" -> {
          for (var part : item.path("content")) {
            text.append(part.path("text").asText(""));
            refusal.append(part.path("refusal").asText(""));
          }
        }
        case "reasoning" -> {
          var told = item.path("summary").isEmpty() ? item.path("content") : item.path("summary");
          told.forEach(part -> reasoning.append(part.path("text").asText("")));
        }
        case "function_call" -> calls.add(call(item, "arguments"));
        case "custom_tool_call" -> {
          calls.add(call(item, "input"));
          custom.add(item.path("call_id").asText(""));
        }
        default -> {
          // Passed on.
        }
      }
    }
    return new ResponseContent(
        text.toString(), reasoning.toString(), refusal.toString(), calls, custom);
  }

  private static ToolCall call(JsonNode item, String arguments) {
    return new ToolCall(
        item.path("call_id").asText(""),
        item.path("name").asText(""),
        item.path(arguments).asText("{}"));
  }
}
