package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings an answer or a chunk of a provider to OpenAI's schema after {@link AnswerShape}: values
 * that OpenAI's own fields do not have there are replaced or left out, because strict clients
 * refuse the whole answer for them. Fields that OpenAI does not have at all, such as {@code
 * reasoning}, stay.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
final class OpenAiFields {

  private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority");
  private static final Set<String> CALL_TYPES = Set.of("function", "custom");

  private final ObjectNode body;
  private final String part;
  private final boolean whole;
  private boolean changed;

  private OpenAiFields(ObjectNode body, String part) {
    this.body = body;
    this.part = part;
    this.whole = part.equals(AnswerShape.MESSAGE);
  }

  /**
   * Changes the body where needed.
   *
   * @param part {@link AnswerShape#MESSAGE} or {@link AnswerShape#DELTA}
   * @return whether anything was changed
   */
  static boolean conform(ObjectNode body, String part) {
    var fields = new OpenAiFields(body, part);
    fields.conform();
    return fields.changed;
  }

  private void conform() {
    var object = whole ? "chat.completion" : "chat.completion.chunk";
    if (!body.path("object").asText().equals(object)) {
      body.put("object", object);
      changed = true;
    }
    text(body, "id");
    text(body, "model");
    if (body.has("created") && !body.path("created").isIntegralNumber()) {
      // Also of a number as a text.
      body.put("created", body.path("created").asLong(0));
      changed = true;
    }
    changed |= OpenAiUsage.conform(body);
    keep(body, "service_tier", tier -> tier.isTextual() && TIERS.contains(tier.textValue()));
    keep(body, "system_fingerprint", JsonNode::isTextual);
    var number = 0;
    for (var each : body.path("choices")) {
      if (each instanceof ObjectNode choice) {
        choice(choice, number);
      }
      number++;
    }
  }

  private void choice(ObjectNode choice, int number) {
    if (!choice.path("index").isIntegralNumber()) {
      choice.put("index", number);
      changed = true;
    }
    keep(choice, "logprobs", JsonNode::isObject);
    if (choice.path(part) instanceof ObjectNode message) {
      message(message);
    }
  }

  private void message(ObjectNode message) {
    var role = message.path("role");
    if (role.isMissingNode() ? whole : !role.asText().equals("assistant")) {
      message.put("role", "assistant");
      changed = true;
    }
    remove(message, "tool_calls", calls -> !calls.isArray() || calls.isEmpty());
    remove(message, "function_call", call -> !call.isObject());
    remove(message, "annotations", annotations -> !annotations.isArray());
    remove(message, "audio", audio -> !audio.isObject() && !audio.isNull());
    for (var call : message.path("tool_calls")) {
      if (call instanceof ObjectNode object) {
        call(object);
      }
    }
  }

  /** In chunks only the first part of a call has id and type. */
  private void call(ObjectNode call) {
    var named = whole || call.path("function").hasNonNull("name");
    if ((named || call.has("type")) && !CALL_TYPES.contains(call.path("type").asText())) {
      call.put("type", "function");
      changed = true;
    }
    if (whole && !call.path("id").isTextual()) {
      call.put("id", call.path("id").asText(""));
      changed = true;
    }
    if (whole && call.path("function") instanceof ObjectNode function) {
      text(function, "arguments");
    }
  }

  /** A value that is there and is no text becomes one; null an empty one. */
  private void text(ObjectNode node, String field) {
    var value = node.path(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      node.put(field, value.isNull() ? "" : value.asText());
      changed = true;
    }
  }

  /** Removes a field that is neither null nor as it should be. */
  private void keep(ObjectNode node, String field, Predicate<JsonNode> good) {
    remove(node, field, value -> !value.isNull() && !good.test(value));
  }

  private void remove(ObjectNode node, String field, Predicate<JsonNode> bad) {
    var value = node.get(field);
    if (value != null && bad.test(value)) {
      node.remove(field);
      changed = true;
    }
  }
}
