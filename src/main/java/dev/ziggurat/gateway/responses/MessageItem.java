package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the model says: parts of text, and the text by which it declines. */
final class MessageItem extends OutputItem {

  private enum Kind {
    TEXT,
    REFUSAL
  }

  private final ArrayNode content = NODES.arrayNode();
  private Optional<Kind> open = Optional.empty();
  private StringBuilder text = new StringBuilder();
  private ArrayNode logprobs = NODES.arrayNode();

  MessageItem(ResponseEvents events, String id, int index) {
    super(events, id, index);
  }

  void text(String delta, Optional<JsonNode> probabilities) {
    open(Kind.TEXT);
    text.append(delta);
    var own = NODES.arrayNode();
    probabilities.ifPresent(given -> given.forEach(own::add));
    logprobs.addAll(own);
    write(
        "response.output_text.delta",
        event ->
            event.put("content_index", content.size()).put("delta", delta).set("logprobs", own));
  }

  void refusal(String delta) {
    open(Kind.REFUSAL);
    text.append(delta);
    write(
        "response.refusal.delta",
        event -> event.put("content_index", content.size()).put("delta", delta));
  }

  private void open(Kind kind) {
    if (open.filter(kind::equals).isPresent()) {
      return;
    }
    close();
    open = Optional.of(kind);
    write(
        "response.content_part.added",
        event -> event.put("content_index", content.size()).set("part", part(kind)));
  }

  private ObjectNode part(Kind kind) {
    if (kind == Kind.REFUSAL) {
      return NODES.objectNode().put("type", "refusal").put("refusal", text.toString());
    }
    var part = NODES.objectNode().put("type", "output_text");
    part.putArray("annotations");
    part.set("logprobs", logprobs);
    return part.put("text", text.toString());
  }

  @Override
  void close() {
    if (open.isEmpty()) {
      return;
    }
    var part = part(open.get());
    write(
        open.get() == Kind.TEXT ? "response.output_text.done" : "response.refusal.done",
        event -> {
          event.put("content_index", content.size());
          if (open.get() == Kind.TEXT) {
            event.put("text", text.toString()).set("logprobs", logprobs);
          } else {
            event.put("refusal", text.toString());
          }
        });
    write(
        "response.content_part.done",
        event -> event.put("content_index", content.size()).set("part", part));
    content.add(part);
    open = Optional.empty();
    text = new StringBuilder();
    logprobs = NODES.arrayNode();
  }

  @Override
  ObjectNode item(String status) {
    var item = NODES.objectNode().put("id", id()).put("type", "message").put("status", status);
    return item.put("role", "assistant").set("content", content.deepCopy());
  }
}
