package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.EventWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Numbers and writes the events of a streamed response; of one that is not streamed it writes none.
 */
final class ResponseEvents {

  private final Optional<EventWriter> out;
  private int sequence;

  ResponseEvents(Optional<EventWriter> out) {
    this.out = out;
  }

  /** Whether events are written. */
  boolean written() {
    return out.isPresent();
  }

  /** Writes an event of this type with further fields. */
  void write(String type, Consumer<ObjectNode> fields) {
    if (out.isPresent()) {
      var event = JsonNodeFactory.instance.objectNode().put("type", type);
      event.put("sequence_number", sequence++);
      fields.accept(event);
      out.get().write(type, event.toString());
    }
  }

  /** Writes an event about the whole response. */
  void response(String type, ObjectNode response) {
    write(type, event -> event.set("response", response));
  }

  /** Writes an event that another server wrote; it gets the next number and this type. */
  void write(String type, ObjectNode event) {
    if (out.isPresent()) {
      event.put("type", type).put("sequence_number", sequence++);
      out.get().write(type, event.toString());
    }
  }

  /** Writes an event about an item. */
  void item(String type, int index, JsonNode item) {
    write(type, event -> event.put("output_index", index).set("item", item));
  }
}
