package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What OpenAI and Groq refuse of messages: unknown fields, empty lists, and missing content. */
final class ChatMessages {

  private static final int MAX_ID = 40;
  private static final Set<String> CALL_FIELDS = Set.of("id", "type", "function", "custom");

  private static final Map<String, Set<String>> OPENAI =
      Map.of(
          "assistant",
          Set.of(
              "role",
              "content",
              "name",
              "refusal",
              "audio",
              "tool_calls",
              "function_call",
              "annotations"),
          "tool",
          Set.of("role", "content", "tool_call_id"),
          "function",
          Set.of("role", "content", "name"));

  private static final Map<String, Set<String>> GROQ =
      Map.of(
          "assistant",
          Set.of("role", "content", "name", "tool_calls", "function_call", "reasoning"),
          "tool",
          Set.of("role", "content", "tool_call_id", "name"),
          "function",
          Set.of("role", "content", "name"));

  private static final Set<String> SPOKEN = Set.of("role", "content", "name");

  private final JsonNode body;

  ChatMessages(JsonNode body) {
    this.body = body;
  }

  /** As OpenAI refuses them. */
  void checkForOpenAi() throws ProviderRefusal {
    if (body.path("tools").isArray() && body.path("tools").isEmpty()) {
      throw emptyArray("tools");
    }
    var number = 0;
    for (var message : body.path("messages")) {
      var place = "messages[" + number++ + "]";
      for (var field : message.properties()) {
        if (!allowed(OPENAI, message).contains(field.getKey())) {
          throw unknown(place + "." + field.getKey());
        }
      }
      if (message.path("content").isArray() && message.path("content").isEmpty()) {
        throw emptyArray(place + ".content");
      }
      if (message.path("tool_calls").isArray() && message.path("tool_calls").isEmpty()) {
        throw emptyArray(place + ".tool_calls");
      }
      checkCalls(place + ".tool_calls", message.path("tool_calls"));
      if (!message.hasNonNull("content")
          && !message.hasNonNull("tool_calls")
          && !message.hasNonNull("function_call")
          && !message.hasNonNull("refusal")
          && !message.hasNonNull("audio")) {
        throw coded(
            place + ".content",
            "Invalid value for 'content': expected a string, got null.",
            "invalid_type");
      }
    }
  }

  private static void checkCalls(String place, JsonNode calls) throws ProviderRefusal {
    var number = 0;
    for (var call : calls) {
      var at = place + "[" + number++ + "]";
      for (var field : call.properties()) {
        if (!CALL_FIELDS.contains(field.getKey())) {
          throw unknown(at + "." + field.getKey());
        }
      }
      var length = call.path("id").asText().length();
      if (length > MAX_ID) {
        throw coded(
            at + ".id",
            "Invalid '%s.id': string too long. Expected a string with maximum length %d, but got a string with length %d instead."
                .formatted(at, MAX_ID, length),
            "string_above_max_length");
      }
    }
  }

  /** As Groq refuses them. */
  void checkForGroq() throws ProviderRefusal {
    var number = 0;
    for (var message : body.path("messages")) {
      var place = "messages." + number++;
      var role = message.path("role").asText();
      for (var field : message.properties()) {
        if (!allowed(GROQ, message).contains(field.getKey())) {
          throw groq(place, role, "property '" + field.getKey() + "' is unsupported");
        }
      }
      if (message.path("tool_calls").isArray() && message.path("tool_calls").isEmpty()) {
        throw groq(place + ".tool_calls", role, "minimum number of items is 1");
      }
      if (!role.equals("user") && message.path("content").isArray()) {
        throw groq(place + ".content", role, "value must be a string");
      }
      for (var call : message.path("tool_calls")) {
        for (var field : call.properties()) {
          if (!CALL_FIELDS.contains(field.getKey())) {
            throw groq(
                place + ".tool_calls", role, "property '" + field.getKey() + "' is unsupported");
          }
        }
      }
    }
  }

  /** What both refuse of {@code json_object}. */
  static String jsonWordMissing() {
    return "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
        + " 'json_object'.";
  }

  /** Whether JSON is asked for by the response format, but not by any message. */
  boolean lacksJsonWord() {
    return "json_object".equals(body.at("/response_format/type").asText())
        && !body.path("messages").toString().toLowerCase(Locale.ROOT).contains("json");
  }

  private static Set<String> allowed(Map<String, Set<String>> byRole, JsonNode message) {
    return byRole.getOrDefault(message.path("role").asText(), SPOKEN);
  }

  private static ProviderRefusal unknown(String place) {
    return coded(place, "Unknown parameter: '" + place + "'.", "unknown_parameter");
  }

  private static ProviderRefusal emptyArray(String place) {
    return coded(
        place,
        "Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty array instead."
            .formatted(place),
        "empty_array");
  }

  private static ProviderRefusal coded(String param, String message, String code) {
    return new ProviderRefusal(400, "coded")
        .with("param", param)
        .with("message", message)
        .with("code", code);
  }

  private static ProviderRefusal groq(String place, String role, String fault) {
    return new ProviderRefusal(400, "invalid")
        .with(
            "message",
            "'%s' : for 'role:%s' the following must be satisfied[('%s' : %s)]"
                .formatted(place, role, place, fault));
  }
}
