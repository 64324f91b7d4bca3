package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OriginalRequest;
import java.util.List;
import java.util.Optional;

/**
 * A request in the one form that chain, budgets, cache and ledger know, whatever API it came by: a
 * chat completions request, or one for embeddings, and the writer of its answer. Only the fields
 * that the gateway needs are validated; the rest is left to the provider.
 */
public final class GatewayRequest {

  private static final int MAX_ANSWERS = 128;

  private final ObjectNode body;
  private final Optional<String> model;
  private final Optional<String> project;
  private final boolean fallback;
  private final Optional<OriginalRequest> original;
  private final AnswerWriter answers;
  private final Operation operation;

  private GatewayRequest(
      ObjectNode body,
      Operation operation,
      Optional<String> model,
      Optional<String> project,
      boolean fallback,
      Optional<OriginalRequest> original,
      AnswerWriter answers) {
    this.body = body;
    this.operation = operation;
    this.model = model;
    this.project = project;
    this.fallback = fallback;
    this.original = original;
    this.answers = answers;
  }

  /** The same request, answered by another writer. */
  GatewayRequest answeredBy(AnswerWriter other) {
    return new GatewayRequest(body, operation, model, project, fallback, original, other);
  }

  /**
   * Null and an empty list mean the same as no field, but providers refuse them; so do they a
   * choice among no tools.
   */
  private void removeEmpty() {
    var hadTools = body.has("tools");
    var hadFunctions = body.has("functions");
    body.properties()
        .removeIf(
            field ->
                !field.getKey().equals("messages")
                    && (field.getValue().isNull()
                        || field.getValue().isArray() && field.getValue().isEmpty()));
    if (hadTools && !body.has("tools")) {
      body.remove(List.of("tool_choice", "parallel_tool_calls"));
    }
    if (hadFunctions && !body.has("functions")) {
      body.remove("function_call");
    }
  }

  /**
   * Validates a request.
   *
   * @param body a chat completions request, with Ziggurat's own fields {@code project} and {@code
   *     fallback}; belongs to the result
   * @param original what it was translated from, if a provider may speak that API itself
   * @param answers writes the answer in the form that the caller's API has
   * @throws GatewayRefusal naming the invalid field
   */
  public static GatewayRequest of(
      ObjectNode body, Optional<OriginalRequest> original, AnswerWriter answers) {
    var read = read(body, Operation.CHAT, original, answers);
    read.check();
    return read;
  }

  /**
   * A request for embeddings.
   *
   * @param body OpenAI's request, whose {@code input} is valid; as in {@link #of}
   */
  public static GatewayRequest embeddings(ObjectNode body, AnswerWriter answers) {
    return read(body, Operation.EMBEDDINGS, Optional.empty(), answers);
  }

  private static GatewayRequest read(
      ObjectNode body,
      Operation operation,
      Optional<OriginalRequest> original,
      AnswerWriter answers) {
    var read =
        new GatewayRequest(
            body,
            operation,
            text("model", body.remove("model")),
            text("project", body.remove("project")),
            flag("fallback", body.remove("fallback"), true),
            original,
            answers);
    read.removeEmpty();
    return read;
  }

  private void check() {
    if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
      throw GatewayRefusal.invalid("messages", "messages must be a list of at least one message");
    }
    for (var message : body.path("messages")) {
      if (!message.path("role").isTextual()) {
        throw GatewayRefusal.invalid("messages", "every message must have a role");
      }
    }
    if (body.hasNonNull("tools") && !body.path("tools").isArray()) {
      throw GatewayRefusal.invalid("tools", "tools must be a list");
    }
    flag("stream", body.get("stream"), false);
    number("n", MAX_ANSWERS);
    number("max_tokens", Integer.MAX_VALUE);
    number("max_completion_tokens", Integer.MAX_VALUE);
  }

  private void number(String field, int most) {
    var value = body.get(field);
    if (value == null || value.isNull()) {
      return;
    }
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > most) {
      throw GatewayRefusal.invalid(
          field, "%s must be a whole number from 1 to %d".formatted(field, most));
    }
  }

  private static Optional<String> text(String field, JsonNode value) {
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw GatewayRefusal.invalid(field, field + " must be a text");
    }
    return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
  }

  private static boolean flag(String field, JsonNode value, boolean otherwise) {
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw GatewayRefusal.invalid(field, field + " must be true or false");
    }
    return value.booleanValue();
  }

  /**
   * A copy whose texts are masked, in all forms that they have.
   *
   * @param mask applied to the request as its caller wrote it
   * @param maskCopy applied to what was made from that
   */
  GatewayRequest masked(RequestMask mask, RequestMask maskCopy) {
    return new GatewayRequest(
        (original.isPresent() ? maskCopy : mask).of(body),
        operation,
        model,
        project,
        fallback,
        original.map(request -> request.with(mask.of(request.body()))),
        answers.masked(maskCopy));
  }

  /** The chat completions request. */
  ObjectNode body() {
    return body;
  }

  /** What it was translated from. */
  Optional<OriginalRequest> original() {
    return original;
  }

  /** What the model is asked for. */
  Operation operation() {
    return operation;
  }

  /** The requested model's name; empty for the admin's choice. */
  Optional<String> model() {
    return model;
  }

  /** The W&amp;B project that the call is attributed to. */
  Optional<String> project() {
    return project;
  }

  /** Whether other providers may answer when the first fails. */
  boolean fallback() {
    return fallback;
  }

  /** Writes the answer. */
  AnswerWriter answers() {
    return answers;
  }

  /** The request to forward. */
  ForwardedRequest request(int usualOutputTokens, Optional<String> attributedTo) {
    if (operation == Operation.EMBEDDINGS) {
      return ForwardedRequest.embeddings(body, attributedTo);
    }
    var asked = body.path("max_completion_tokens");
    if (!asked.isNumber()) {
      asked = body.path("max_tokens");
    }
    return new ForwardedRequest(body, asked.asInt(usualOutputTokens), attributedTo, original);
  }
}
