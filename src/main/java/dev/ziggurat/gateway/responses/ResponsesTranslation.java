package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.llm.ForwardedRequest;
import java.util.List;
import java.util.Set;

/**
 * Translates the parameters of a request to those of chat completions. Fields that are unknown here
 * are passed on, for providers that know them.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponsesTranslation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Translated here, or of no meaning for a provider. */
  private static final Set<String> OWN =
      Set.of(
          "input",
          "instructions",
          "previous_response_id",
          "store",
          "metadata",
          "include",
          "truncation",
          "stream_options",
          "text",
          "reasoning",
          "max_tool_calls",
          "background",
          "conversation",
          "prompt",
          "context_management",
          "tools",
          "tool_choice",
          "max_output_tokens",
          "top_logprobs");

  private static final String LOGPROBS = "message.output_text.logprobs";
  private static final int MAX_LOGPROBS = 20;

  private static final Set<String> CHOICES = Set.of("none", "auto", "required");

  private final ObjectNode source;
  private final ObjectNode chat = NODES.objectNode();

  private ResponsesTranslation(ObjectNode source) {
    this.source = source;
  }

  /**
   * A chat completions request.
   *
   * @param messages the conversation
   * @throws GatewayRefusal naming the parameter that is invalid or not supported
   */
  static ObjectNode of(ObjectNode source, ArrayNode messages) {
    return new ResponsesTranslation(source).translated(messages);
  }

  private ObjectNode translated(ArrayNode messages) {
    for (var field : source.properties()) {
      if (!OWN.contains(field.getKey())) {
        chat.set(field.getKey(), field.getValue());
      }
    }
    chat.set("messages", messages);
    if (source.path("stream").asBoolean(false)) {
      chat.putObject("stream_options").put("include_usage", true);
    }
    limit();
    probabilities();
    reasoning();
    text();
    tools();
    return chat;
  }

  private void limit() {
    var limit = source.path("max_output_tokens");
    if (isGiven(limit)) {
      if (!limit.canConvertToExactIntegral() || !limit.canConvertToInt() || limit.intValue() < 1) {
        throw GatewayRefusal.invalid(
            "max_output_tokens",
            "max_output_tokens must be a whole number from 1 to " + Integer.MAX_VALUE);
      }
      chat.set("max_completion_tokens", limit);
    }
  }

  private void probabilities() {
    var most = source.path("top_logprobs");
    if (isGiven(most)
        && (!most.canConvertToExactIntegral()
            || most.intValue() < 0
            || most.intValue() > MAX_LOGPROBS)) {
      throw GatewayRefusal.invalid(
          "top_logprobs", "top_logprobs must be a whole number from 0 to " + MAX_LOGPROBS);
    }
    var wanted = most.asInt(0) > 0;
    for (var included : source.path("include")) {
      wanted |= included.asText().equals(LOGPROBS);
    }
    if (wanted) {
      chat.put("logprobs", true);
      if (most.asInt(0) > 0) {
        chat.set("top_logprobs", most);
      }
    }
  }

  private void reasoning() {
    var reasoning = object("reasoning");
    copy(reasoning.path("effort"), "reasoning_effort");
    if (ResponseParameters.summarizes(source)) {
      chat.put(ForwardedRequest.REASONING_SUMMARY, true);
    }
  }

  private void text() {
    var text = object("text");
    copy(text.path("verbosity"), "verbosity");
    var format = text.path("format");
    switch (format.path("type").asText("text")) {
      case "text" -> {
        // The default.
      }
      case "json_object" -> chat.putObject("response_format").put("type", "json_object");
      case "json_schema" -> {
        if (!format.path("schema").isObject()) {
          throw GatewayRefusal.invalid(
              "text.format.schema", "text.format.schema must be a JSON schema");
        }
        var schema =
            chat.putObject("response_format").put("type", "json_schema").putObject("json_schema");
        schema.put("name", format.path("name").asText("answer"));
        for (var field : List.of("description", "schema", "strict")) {
          if (format.hasNonNull(field)) {
            schema.set(field, format.path(field));
          }
        }
      }
      default ->
          throw GatewayRefusal.invalid(
              "text.format.type", "text.format.type must be text, json_object or json_schema");
    }
  }

  private void tools() {
    if (!isGiven(source.path("tools"))) {
      return;
    }
    if (!source.path("tools").isArray()) {
      throw GatewayRefusal.invalid("tools", "tools must be a list");
    }
    var choice = source.path("tool_choice");
    var allowed = allowed(choice);
    var tools = NODES.arrayNode();
    var index = 0;
    for (var tool : source.path("tools")) {
      var name = tool.path("name");
      if (!name.isTextual()) {
        var path = "tools[%d].name".formatted(index);
        throw GatewayRefusal.invalid(path, path + " must be a text");
      }
      if (allowed.isEmpty() || allowed.contains(name.textValue())) {
        tools.add(tool(tool));
      }
      index++;
    }
    chat.set("tools", tools);
    choice(choice);
  }

  private static ObjectNode tool(JsonNode tool) {
    var custom = tool.path("type").asText().equals("custom");
    var type = custom ? "custom" : "function";
    var written = NODES.objectNode().put("type", type);
    var described = written.putObject(type);
    described.set("name", tool.path("name"));
    if (tool.hasNonNull("description")) {
      described.set("description", tool.path("description"));
    }
    if (custom) {
      format(tool.path("format"), described);
    } else {
      for (var field : List.of("parameters", "strict")) {
        if (tool.hasNonNull(field)) {
          described.set(field, tool.path(field));
        }
      }
    }
    return written;
  }

  /** Chat completions have the grammar in an object of its own. */
  private static void format(JsonNode format, ObjectNode described) {
    if (format.path("type").asText().equals("grammar")) {
      var grammar = described.putObject("format").put("type", "grammar").putObject("grammar");
      grammar.set("syntax", format.path("syntax"));
      grammar.set("definition", format.path("definition"));
    } else if (format.isObject()) {
      described.set("format", format);
    }
  }

  /** Not every provider knows a choice among some of the tools: it is offered no others. */
  private static List<String> allowed(JsonNode choice) {
    return choice.path("type").asText().equals("allowed_tools")
        ? choice.path("tools").valueStream().map(tool -> tool.path("name").asText()).toList()
        : List.of();
  }

  private void choice(JsonNode choice) {
    switch (choice.path("type").asText("")) {
      case "" -> {
        if (isGiven(choice)) {
          mode(choice, "tool_choice");
        }
      }
      case "allowed_tools" -> mode(choice.path("mode"), "tool_choice.mode");
      case "function" -> named(choice, "function");
      case "custom" -> named(choice, "custom");
      default ->
          throw UnservedParameters.refusal(
              "tool_choice.type",
              "tool_choice of type '%s' is not served: only function, custom and allowed_tools are"
                  .formatted(choice.path("type").asText()));
    }
  }

  private void mode(JsonNode mode, String path) {
    if (!CHOICES.contains(mode.asText(""))) {
      throw GatewayRefusal.invalid(path, path + " must be none, auto or required");
    }
    chat.set("tool_choice", mode);
  }

  private void named(JsonNode choice, String type) {
    chat.putObject("tool_choice")
        .put("type", type)
        .putObject(type)
        .set("name", choice.path("name"));
  }

  private JsonNode object(String field) {
    var value = source.path(field);
    if (isGiven(value) && !value.isObject()) {
      throw GatewayRefusal.invalid(field, field + " must be an object");
    }
    return value;
  }

  private void copy(JsonNode value, String field) {
    if (isGiven(value)) {
      chat.set(field, value);
    }
  }

  private static boolean isGiven(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }
}
