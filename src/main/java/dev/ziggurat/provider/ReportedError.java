package dev.ziggurat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Finds the error that a provider reports with status 200, as an answer or inside one: {@code
 * error} of OpenAI, Claude, vLLM and llama.cpp, {@code object: error} of older vLLM, {@code
 * choices[].error} of OpenRouter, {@code x_groq.error} of Groq, and {@code detail} of FastAPI.
 */
public final class ReportedError {

  private static final String ERROR = "error";

  private ReportedError() {}

  /** The error as JSON, in a form that {@link ErrorBody} reads; empty if none is reported. */
  public static Optional<String> in(ObjectNode answer) {
    var error = answer.path(ERROR);
    if (isError(error)) {
      return Optional.of(wrapped(error, answer));
    }
    if (error.asBoolean(false) || isNamedError(answer) || isOnlyAMessage(answer)) {
      return Optional.of(answer.toString());
    }
    if (isError(answer.path("x_groq").path(ERROR))) {
      return Optional.of(wrapped(answer.path("x_groq").path(ERROR), answer));
    }
    for (var choice : answer.path("choices")) {
      if (isError(choice.path(ERROR))) {
        return Optional.of(wrapped(choice.path(ERROR), answer));
      }
    }
    return Optional.empty();
  }

  /** Not {@code {}}, an empty text, null or false. */
  private static boolean isError(JsonNode error) {
    return error.isObject() ? !error.isEmpty() : error.isTextual() && !error.asText().isBlank();
  }

  private static boolean isNamedError(ObjectNode answer) {
    return ERROR.equals(answer.path("object").asText())
        || ERROR.equals(answer.path("type").asText());
  }

  private static boolean isOnlyAMessage(ObjectNode answer) {
    return !answer.has("choices")
        && !answer.has("content")
        && !answer.has("type")
        && (answer.hasNonNull("detail") || answer.path("message").isTextual());
  }

  private static String wrapped(JsonNode error, ObjectNode answer) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set(ERROR, error);
    for (var beside : new String[] {"code", "request_id"}) {
      if (answer.path(beside).isValueNode()) {
        body.set(beside, answer.path(beside));
      }
    }
    return body.toString();
  }
}
