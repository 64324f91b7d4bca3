package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.simulator.ProviderSheet.ErrorRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Converts a refusal to the provider's error response. */
final class ErrorReplies {

  private final Wire wire;

  ErrorReplies(Wire wire) {
    this.wire = wire;
  }

  Reply of(ProviderRefusal refusal, AnswerId stamp) {
    return of(
        refusal.status(),
        Optional.of(refusal.variant()),
        OptionalInt.empty(),
        refusal.words(),
        stamp);
  }

  /** The refusal of a path that is not served, such as {@code GET /v1/files}. */
  ProviderRefusal unknownPath(String methodAndPath) {
    var known = wire.sheet().error(404, Optional.of("path")).isPresent();
    return new ProviderRefusal(404, known ? "path" : "model").with("param", methodAndPath);
  }

  Reply wrongMethod(String right, AnswerId stamp) {
    var words =
        new ProviderRefusal(400, "invalid").with("message", "method not allowed; use " + right);
    var body = of(words, stamp);
    var headers = new HashMap<>(body.headers());
    headers.put("allow", right);
    return new Reply(405, headers, body.contentType(), body.body());
  }

  /** The response to a fault with an error status. */
  Reply ordered(Fault fault, String model, AnswerId stamp) {
    var words =
        Map.of("model", model, "message", "simulated fault", "limit", "8000", "asked", "9001");
    return of(fault.status(), fault.variant(), fault.retryAfterSeconds(), words, stamp);
  }

  /**
   * The error of a status for an answer with status 200: with the status as its code, except for
   * Claude, whose types tell it.
   */
  JsonNode inside(Fault fault, String model, AnswerId stamp) {
    var row = wire.sheet().error(fault.status(), fault.variant());
    var body =
        row.filter(known -> known.body().path("error").isObject())
            .orElseGet(() -> unlisted(fault.status()))
            .body();
    var words =
        Map.of(
            "model",
            model,
            "message",
            "simulated fault",
            "limit",
            "8000",
            "asked",
            "9001",
            "id",
            "req_" + stamp.id());
    var written = filled(body, words);
    if (!wire.provider().equals(Provider.CLAUDE)) {
      ((ObjectNode) written).remove("type");
      ((ObjectNode) written.path("error")).put("code", fault.status());
    }
    return written;
  }

  /** The response to a request above the concurrency limit. */
  Reply tooMany(Fault fault, String model, AnswerId stamp) {
    return of(429, Optional.empty(), fault.retryAfterSeconds(), Map.of("model", model), stamp);
  }

  private Reply of(
      int status,
      Optional<String> variant,
      OptionalInt retryAfter,
      Map<String, String> words,
      AnswerId stamp) {
    var row = wire.sheet().error(status, variant).orElseGet(() -> unlisted(status));
    var headers = new HashMap<>(wire.headers(stamp));
    if (retryAfter.isPresent()) {
      headers.put("retry-after", Integer.toString(retryAfter.getAsInt()));
    } else if (row.retryAfterSeconds() != null) {
      headers.put("retry-after", row.retryAfterSeconds().toString());
    }
    if (status < 400) {
      headers.put("location", "/simulator/elsewhere");
    }
    if (row.body().isTextual()) {
      return new Reply(status, headers, Reply.HTML, row.body().textValue());
    }
    var filled = new HashMap<>(words);
    filled.put("id", "req_" + stamp.id());
    return Reply.json(status, headers, filled(row.body(), filled));
  }

  /** The provider's usual error body for a status without a known one. */
  private static ErrorRow unlisted(int status) {
    var body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("message", "HTTP status " + status).put("type", "unknown_error");
    return new ErrorRow(body, null);
  }

  private static JsonNode filled(JsonNode node, Map<String, String> words) {
    return switch (node) {
      case ObjectNode object -> {
        var copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(each -> copy.set(each.getKey(), filled(each.getValue(), words)));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> copy.add(filled(each, words)));
        yield copy;
      }
      default -> node.isTextual() ? text(node.textValue(), words) : node;
    };
  }

  private static JsonNode text(String template, Map<String, String> words) {
    if (template.equals("{param}") && !words.containsKey("param")) {
      return JsonNodeFactory.instance.nullNode();
    }
    var text = template;
    for (var word : words.entrySet()) {
      text = text.replace("{" + word.getKey() + "}", word.getValue());
    }
    return JsonNodeFactory.instance.textNode(text);
  }
}
