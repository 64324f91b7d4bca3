package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Translates {@code tools} and {@code tool_choice} to those of chat completions. Tools that
 * Anthropic defines or runs have a type with a date, such as {@code web_search_20250305}.
 */
final class ToolTranslation {

  private static final Set<String> CALLERS = Set.of("", "custom");

  /** Defined by Anthropic but run by the caller, so they cost nothing but tokens. */
  private static final Pattern RUN_BY_CALLER =
      Pattern.compile("(bash|text_editor|computer|memory)_\\d+");

  private ToolTranslation() {}

  /** Adds the fields of tools to a chat completions request. */
  static void translate(JsonNode body, ObjectNode chat, Untranslatable untranslatable) {
    var tools = body.path("tools");
    if (tools.isMissingNode() || tools.isNull()) {
      return;
    }
    if (!tools.isArray()) {
      throw GatewayRefusal.invalid("tools", "tools: must be a list");
    }
    if (tools.isEmpty()) {
      return;
    }
    var written = chat.putArray("tools");
    for (var number = 0; number < tools.size(); number++) {
      written.add(tool("tools." + number, tools.get(number), untranslatable));
    }
    choice(body.path("tool_choice"), chat);
  }

  private static ObjectNode tool(String place, JsonNode tool, Untranslatable untranslatable) {
    var type = tool.path("type").asText("");
    var written = JsonNodeFactory.instance.objectNode().put("type", "function");
    var function = written.putObject("function").put("name", tool.path("name").asText(""));
    if (!CALLERS.contains(type)) {
      untranslatable.add(place, "a tool of type `%s`".formatted(type));
      if (!RUN_BY_CALLER.matcher(type).matches()) {
        untranslatable.addUnpriced(place);
      }
      // For its size only.
      function.set("parameters", tool);
      return written;
    }
    if (!tool.path("name").isTextual()) {
      throw GatewayRefusal.invalid(place + ".name", place + ".name: Field required");
    }
    if (tool.path("description").isTextual()) {
      function.set("description", tool.path("description"));
    }
    function.set(
        "parameters",
        tool.path("input_schema").isObject()
            ? tool.path("input_schema")
            : JsonNodeFactory.instance.objectNode().put("type", "object"));
    if (tool.path("strict").asBoolean(false)) {
      function.put("strict", true);
    }
    return written;
  }

  private static void choice(JsonNode choice, ObjectNode chat) {
    switch (choice.path("type").asText("")) {
      case "auto" -> chat.put("tool_choice", "auto");
      case "any" -> chat.put("tool_choice", "required");
      case "none" -> chat.put("tool_choice", "none");
      case "tool" ->
          chat.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", choice.path("name").asText(""));
      case "" -> {
        // The default, which is auto.
      }
      default ->
          throw GatewayRefusal.invalid(
              "tool_choice.type", "tool_choice.type: must be auto, any, tool or none");
    }
    if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
      chat.put("parallel_tool_calls", false);
    }
  }
}
