package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Reads a request of the Responses API as one of chat completions, and refuses what that API does.
 */
final class ResponsesChat {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LEAST_OUTPUT = 16;
  private static final String ENCRYPTED_PREFIX = "gAAAA";

  /** Fields of the API; others are refused, as OpenAI does, except those that tests send. */
  private static final Set<String> CHAT_FIELDS =
      Set.of("messages", "max_tokens", "max_completion_tokens", "response_format", "n", "stop");

  private final JsonNode body;
  private final RequestFields fields;
  private final ArrayNode messages = NODES.arrayNode();

  ResponsesChat(JsonNode body, RequestFields fields) {
    this.body = body;
    this.fields = fields;
  }

  /** The reasoning of an item as only the provider can read it. */
  static String encrypted(String item, String reasoning) {
    return ENCRYPTED_PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((item + "\n" + reasoning).getBytes(StandardCharsets.UTF_8));
  }

  ObjectNode chat() throws ProviderRefusal {
    for (var field : CHAT_FIELDS) {
      if (fields.has(field)) {
        throw coded(400, field, "Unsupported parameter: '" + field + "'.", "unsupported_parameter");
      }
    }
    if (fields.has("previous_response_id")) {
      throw coded(
          400,
          "previous_response_id",
          "Previous response with id '%s' not found."
              .formatted(body.path("previous_response_id").asText()),
          "previous_response_not_found");
    }
    var chat = NODES.objectNode();
    for (var field : List.of("model", "stream", "temperature", "top_p", "service_tier")) {
      copy(body.path(field), chat, field);
    }
    limit(chat);
    copy(body.at("/reasoning/effort"), chat, "reasoning_effort");
    format(chat);
    tools(chat);
    messages();
    return chat.set("messages", messages);
  }

  private void limit(ObjectNode chat) throws ProviderRefusal {
    var limit = fields.positive("max_output_tokens");
    if (limit.isPresent()) {
      if (limit.getAsInt() < LEAST_OUTPUT) {
        throw coded(
            400,
            "max_output_tokens",
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= %d, but got %d instead."
                .formatted(LEAST_OUTPUT, limit.getAsInt()),
            "integer_below_min_value");
      }
      chat.put("max_completion_tokens", limit.getAsInt());
    }
  }

  private void format(ObjectNode chat) {
    var format = body.at("/text/format");
    switch (format.path("type").asText("text")) {
      case "json_schema" -> {
        var written = chat.putObject("response_format").put("type", "json_schema");
        var schema = written.putObject("json_schema");
        for (var field : List.of("name", "description", "schema", "strict")) {
          copy(format.path(field), schema, field);
        }
      }
      case "json_object" -> chat.putObject("response_format").put("type", "json_object");
      default -> {
        // Text is the default.
      }
    }
  }

  private void tools(ObjectNode chat) {
    for (var tool : body.path("tools")) {
      var described = NODES.objectNode();
      for (var field : List.of("name", "description", "parameters", "strict")) {
        copy(tool.path(field), described, field);
      }
      chat.withArray("tools")
          .addObject()
          .put("type", tool.path("type").asText())
          .set("function", described);
    }
    var choice = body.path("tool_choice");
    if (!chat.has("tools")) {
      return;
    }
    if (choice.isObject() && choice.has("name")) {
      chat.putObject("tool_choice")
          .put("type", "function")
          .putObject("function")
          .set("name", choice.path("name"));
    } else {
      copy(choice, chat, "tool_choice");
    }
    copy(body.path("parallel_tool_calls"), chat, "parallel_tool_calls");
  }

  private void messages() throws ProviderRefusal {
    if (fields.has("instructions")) {
      messages.addObject().put("role", "system").set("content", body.path("instructions"));
    }
    var input = body.path("input");
    if (input.isTextual()) {
      messages.addObject().put("role", "user").set("content", input);
      return;
    }
    if (!input.isArray() || input.isEmpty()) {
      throw fields.wrong("input", "Missing required parameter: 'input'.");
    }
    for (var index = 0; index < input.size(); index++) {
      item(input.get(index), "input[" + index + "]");
    }
  }

  private void item(JsonNode item, String place) throws ProviderRefusal {
    switch (item.path("type").asText("message")) {
      case "message" ->
          messages
              .addObject()
              .put("role", item.path("role").asText())
              .set("content", content(item.path("content"), place));
      case "reasoning" -> reasoning(item, place);
      case "function_call" -> call(item);
      case "function_call_output" -> {
        var output = messages.addObject().put("role", "tool");
        output.set("tool_call_id", item.path("call_id"));
        output.set("content", item.path("output"));
      }
      default ->
          throw coded(
              400,
              place + ".type",
              "Invalid value: '" + item.path("type").asText() + "'.",
              "invalid_value");
    }
  }

  private static JsonNode content(JsonNode content, String place) throws ProviderRefusal {
    if (!content.isArray()) {
      return content;
    }
    var parts = NODES.arrayNode();
    for (var part : content) {
      switch (part.path("type").asText()) {
        case "input_text", "output_text" ->
            parts.addObject().put("type", "text").set("text", part.path("text"));
        case "refusal" -> parts.add(part);
        case "input_image" ->
            parts
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .set("url", part.path("image_url"));
        default ->
            throw coded(
                400,
                place + ".content",
                "Invalid value: '" + part.path("type").asText() + "'.",
                "invalid_value");
      }
    }
    return parts;
  }

  /** Nothing is kept here, so that reasoning has to come back as it was encrypted. */
  private static void reasoning(JsonNode item, String place) throws ProviderRefusal {
    var id = item.path("id").asText("");
    var encrypted = item.path("encrypted_content").asText("");
    if (encrypted.isEmpty()) {
      throw coded(
          404,
          "input",
          "Item with id '%s' not found. Items are not persisted when `store` is set to false."
              .formatted(id),
          "not_found");
    }
    if (!encrypted.startsWith(ENCRYPTED_PREFIX)) {
      throw coded(
          400,
          place + ".encrypted_content",
          "The encrypted content could not be verified.",
          "invalid_encrypted_content");
    }
    var decrypted =
        new String(
            Base64.getUrlDecoder().decode(encrypted.substring(ENCRYPTED_PREFIX.length())),
            StandardCharsets.UTF_8);
    if (!id.isEmpty() && !decrypted.startsWith(id + "\n")) {
      throw coded(
          400,
          place + ".encrypted_content",
          "Encrypted content item_id did not match the target item id.",
          "invalid_encrypted_content");
    }
  }

  /** Calls that follow one another are those of one message. */
  private void call(JsonNode item) {
    var last = messages.path(messages.size() - 1);
    var message =
        last instanceof ObjectNode before && before.has("tool_calls")
            ? before
            : messages.addObject().put("role", "assistant").putNull("content");
    var call = message.withArray("tool_calls").addObject();
    call.set("id", item.path("call_id"));
    var function = call.put("type", "function").putObject("function");
    function.set("name", item.path("name"));
    function.set("arguments", item.path("arguments"));
  }

  private static void copy(JsonNode value, ObjectNode to, String field) {
    if (!value.isMissingNode() && !value.isNull()) {
      to.set(field, value);
    }
  }

  private static ProviderRefusal coded(int status, String param, String message, String code) {
    return new ProviderRefusal(status, "coded")
        .with("param", param)
        .with("message", message)
        .with("code", code);
  }
}
