package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** An item of the answer that is being written: added at once, done once. */
abstract sealed class OutputItem permits CallItem, MessageItem, ReasoningItem {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  static final String IN_PROGRESS = "in_progress";

  private final ResponseEvents events;
  private final String id;
  private final int index;

  OutputItem(ResponseEvents events, String id, int index) {
    this.events = events;
    this.id = id;
    this.index = index;
  }

  /** Writes the event that adds it. */
  final void added() {
    if (events.written()) {
      events.item("response.output_item.added", index, item(IN_PROGRESS));
    }
  }

  /**
   * Writes the events that end it.
   *
   * @param status {@code completed} or {@code incomplete}
   * @return the item
   */
  final ObjectNode done(String status) {
    close();
    var item = item(status);
    events.item("response.output_item.done", index, item);
    return item;
  }

  /** Writes the events that end its last part. */
  abstract void close();

  /** The item with what it has so far. */
  abstract ObjectNode item(String status);

  final String id() {
    return id;
  }

  /** Its place in the output. */
  final int index() {
    return index;
  }

  /** Writes an event about the item's content. */
  final void write(String type, Consumer<ObjectNode> fields) {
    events.write(
        type,
        event -> {
          event.put("item_id", id).put("output_index", index);
          fields.accept(event);
        });
  }
}
