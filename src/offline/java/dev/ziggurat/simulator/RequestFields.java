package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatMessage.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

/** Parses a request's fields, with the provider's errors for invalid ones. */
record RequestFields(JsonNode body, BiFunction<String, String, ProviderRefusal> invalid) {

  boolean has(String field) {
    return body.hasNonNull(field);
  }

  /** The provider's error for a field. */
  ProviderRefusal wrong(String field, String message) {
    return invalid.apply(field, message);
  }

  String text(String field) throws ProviderRefusal {
    var value = body.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw invalid.apply(field, "Field required: '" + field + "' must be a non-empty string");
    }
    return value.textValue();
  }

  boolean flag(String field) throws ProviderRefusal {
    var value = body.path(field);
    if (has(field) && !value.isBoolean()) {
      throw invalid.apply(field, "'" + field + "' must be true or false");
    }
    return value.asBoolean(false);
  }

  OptionalInt positive(String field) throws ProviderRefusal {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    var value = body.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw invalid.apply(field, "'" + field + "' must be a positive integer");
    }
    return OptionalInt.of(value.intValue());
  }

  void within(String field, double low, double high) throws ProviderRefusal {
    var value = body.path(field);
    if (has(field)
        && (!value.isNumber() || value.doubleValue() < low || value.doubleValue() > high)) {
      throw invalid.apply(field, "'" + field + "' must be between " + low + " and " + high);
    }
  }

  /** One or several strings, such as {@code stop}. */
  List<String> texts(String field) throws ProviderRefusal {
    var value = body.path(field);
    var texts = new ArrayList<String>();
    if (value.isTextual()) {
      texts.add(value.textValue());
    }
    for (var text : value) {
      if (!text.isTextual()) {
        throw invalid.apply(field, "'" + field + "' must be a string or an array of strings");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** Whether the field is present and differs from this number. */
  boolean isOther(String field, double usual) {
    return has(field) && body.path(field).asDouble(Double.NaN) != usual;
  }

  /** The conversation, text parts only. */
  List<ChatMessage> messages(Set<String> roles) throws ProviderRefusal {
    var given = body.path("messages");
    if (!given.isArray() || given.isEmpty()) {
      throw invalid.apply("messages", "Field required: 'messages' must be a non-empty array");
    }
    var messages = new ArrayList<ChatMessage>();
    for (var message : given) {
      var role = message.path("role").asText("");
      if (!roles.contains(role)) {
        throw invalid.apply("messages", "'messages': unknown role '" + role + "'");
      }
      messages.add(new ChatMessage(role(role), content(message.path("content"))));
    }
    return messages;
  }

  String content(JsonNode content) throws ProviderRefusal {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (content.isNull() || content.isMissingNode()) {
      return "";
    }
    if (!content.isArray()) {
      throw invalid.apply("messages", "'content' must be a string or an array of parts");
    }
    var text = new StringBuilder();
    for (var part : content) {
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText(""));
    }
    return text.toString();
  }

  private static Role role(String role) {
    return switch (role) {
      case "system", "developer" -> Role.SYSTEM;
      case "assistant" -> Role.ASSISTANT;
      default -> Role.USER;
    };
  }
}
