package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.List;

/**
 * Translates a Messages request to one of chat completions. What has no counterpart there and
 * changes nothing in the answer's meaning, such as {@code cache_control}, is left out.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
final class MessagesTranslation {

  private static final List<String> SAME = List.of("temperature", "top_p", "top_k", "stream");

  private MessagesTranslation() {}

  /**
   * The chat completions request.
   *
   * @param untranslatable collects what has no counterpart and cannot be left out
   * @throws GatewayRefusal naming a field that is invalid
   */
  static ObjectNode of(ObjectNode body, Untranslatable untranslatable) {
    SpecialOffers.find(body, untranslatable);
    var chat = body.objectNode();
    copy("model", "model", body, chat);
    chat.set(
        "messages",
        ConversationTranslation.of(body.path("system"), body.path("messages"), untranslatable));
    ToolTranslation.translate(body, chat, untranslatable);
    Thinking.of(body).effort().ifPresent(effort -> chat.put("reasoning_effort", effort));
    copy("max_tokens", "max_completion_tokens", body, chat);
    SAME.forEach(field -> copy(field, field, body, chat));
    copy("stop_sequences", "stop", body, chat);
    format(body, chat);
    var user = body.path("metadata").path("user_id");
    if (user.isTextual()) {
      chat.set("user", user);
    }
    if (body.path("stream").asBoolean(false)) {
      chat.putObject("stream_options").put("include_usage", true);
    }
    return chat;
  }

  /** Also from the name that the field had in beta. */
  private static void format(ObjectNode body, ObjectNode chat) {
    var named = body.path("output_config").path("format");
    var format = named.isObject() ? named : body.path("output_format");
    if (format.path("type").asText().equals("json_schema")) {
      var schema = format.path("schema");
      chat.putObject("response_format")
          .put("type", "json_schema")
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", isStrict(schema))
          .set("schema", schema);
    }
  }

  /** Whether OpenAI's strict mode takes this schema: every property must be required there. */
  private static boolean isStrict(JsonNode schema) {
    var properties = schema.path("properties");
    if (properties.isObject()
        && (properties.size() != schema.path("required").size()
            || schema.path("additionalProperties").asBoolean(true))) {
      return false;
    }
    for (var each : schema) {
      if (each.isContainerNode() && !isStrict(each)) {
        return false;
      }
    }
    return true;
  }

  private static void copy(String field, String name, ObjectNode from, ObjectNode to) {
    if (from.hasNonNull(field)) {
      to.set(name, from.get(field));
    }
  }
}
