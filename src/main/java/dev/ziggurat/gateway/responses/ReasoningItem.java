package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** The text of the model's reasoning: as its summary where the caller wants one, or as it is. */
final class ReasoningItem extends OutputItem {

  private final boolean summary;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param summary whether the caller wants a summary
   */
  ReasoningItem(ResponseEvents events, String id, int index, boolean summary) {
    super(events, id, index);
    this.summary = summary;
  }

  void text(String delta) {
    if (text.isEmpty()) {
      written(
          summary ? "response.reasoning_summary_part.added" : "response.content_part.added",
          event -> event.set("part", part()));
    }
    text.append(delta);
    written(type("delta"), event -> event.put("delta", delta));
  }

  @Override
  void close() {
    if (!text.isEmpty()) {
      written(type("done"), event -> event.put("text", text.toString()));
      written(
          summary ? "response.reasoning_summary_part.done" : "response.content_part.done",
          event -> event.set("part", part()));
    }
  }

  private String type(String ending) {
    return (summary ? "response.reasoning_summary_text." : "response.reasoning_text.") + ending;
  }

  private void written(String type, Consumer<ObjectNode> fields) {
    write(
        type,
        event -> {
          event.put(summary ? "summary_index" : "content_index", 0);
          fields.accept(event);
        });
  }

  private ObjectNode part() {
    return NODES
        .objectNode()
        .put("type", summary ? "summary_text" : "reasoning_text")
        .put("text", text.toString());
  }

  @Override
  ObjectNode item(String status) {
    var item = NODES.objectNode().put("id", id()).put("type", "reasoning");
    var summaries = item.putArray("summary");
    if (!text.isEmpty()) {
      (summary ? summaries : item.putArray("content")).add(part());
    }
    return item.put("status", status);
  }
}
