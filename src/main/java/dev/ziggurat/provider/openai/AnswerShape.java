package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Brings completions and chunks of servers that take OpenAI's schema loosely into its shape:
 * contents and arguments become texts, single objects become arrays, what cannot be read is
 * removed.
 */
final class AnswerShape {

  /** What an answer has instead of {@link #DELTA} when it is whole. */
  static final String MESSAGE = "message";

  /** What a chunk has instead of {@link #MESSAGE}. */
  static final String DELTA = "delta";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode answer;
  private final String part;
  private boolean changed;

  private AnswerShape(ObjectNode answer, String part) {
    this.answer = answer;
    this.part = part;
  }

  /**
   * Corrects an answer in place.
   *
   * @param part {@link #MESSAGE} or {@link #DELTA}
   * @return whether anything was changed
   */
  static boolean correct(ObjectNode answer, String part) {
    var shape = new AnswerShape(answer, part);
    shape.correct();
    return shape.changed;
  }

  private void correct() {
    if (answer.has("usage") && !answer.path("usage").isObject() && !answer.path("usage").isNull()) {
      remove(answer, "usage");
    }
    for (var details : new String[] {"prompt_tokens_details", "completion_tokens_details"}) {
      var value = answer.path("usage").path(details);
      if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
        remove((ObjectNode) answer.path("usage"), details);
      }
    }
    list(answer, "choices");
    for (var choice : answer.path("choices")) {
      choice((ObjectNode) choice);
    }
  }

  private void choice(ObjectNode choice) {
    var other = part.equals(DELTA) ? MESSAGE : DELTA;
    if (!choice.path(part).isObject() && choice.path(other).isObject()) {
      asPart(choice, other);
    }
    if (choice.path(part) instanceof ObjectNode said) {
      said(said);
    }
  }

  /** A server that does not stream answers a streaming call with a whole answer. */
  private void asPart(ObjectNode choice, String other) {
    set(choice, part, choice.path(other));
    choice.remove(other);
    if (part.equals(DELTA)) {
      answer.put("object", "chat.completion.chunk");
      var index = 0;
      for (var call : choice.path(part).path("tool_calls")) {
        if (call instanceof ObjectNode object && !object.has("index")) {
          object.put("index", index++);
        }
      }
    }
  }

  private void said(ObjectNode said) {
    text(said, "content");
    text(said, "refusal");
    list(said, "tool_calls");
    for (var call : said.path("tool_calls")) {
      arguments(call.path("function"));
    }
    arguments(said.path("function_call"));
  }

  private void text(ObjectNode said, String field) {
    var value = said.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
      set(said, field, NODES.textNode(text(value)));
    }
  }

  /** The texts of content parts; parts of other types, such as thinking, are no content. */
  private static String text(JsonNode content) {
    if (content.isValueNode()) {
      return content.asText();
    }
    if (content.isObject()) {
      return content.path("text").asText();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(text(part)));
    return text.toString();
  }

  private void arguments(JsonNode function) {
    if (function instanceof ObjectNode object && object.path("arguments").isContainerNode()) {
      set(object, "arguments", new TextNode(object.path("arguments").toString()));
    }
  }

  /** An object becomes a list of one; an empty one and anything else is removed. */
  private void list(ObjectNode parent, String field) {
    var value = parent.path(field);
    if (value.isObject() && !value.isEmpty()) {
      set(parent, field, NODES.arrayNode().add(value));
    } else if (value instanceof ArrayNode array) {
      objectsOf(array);
    } else if (!value.isMissingNode() && !value.isNull()) {
      remove(parent, field);
    }
  }

  private void objectsOf(ArrayNode array) {
    for (var elements = array.iterator(); elements.hasNext(); ) {
      if (!elements.next().isObject()) {
        elements.remove();
        changed = true;
      }
    }
  }

  private void set(ObjectNode parent, String field, JsonNode value) {
    parent.set(field, value);
    changed = true;
  }

  private void remove(ObjectNode parent, String field) {
    parent.remove(field);
    changed = true;
  }
}
