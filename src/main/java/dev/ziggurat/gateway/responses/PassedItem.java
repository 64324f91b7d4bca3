package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An item that is passed on, as far as it came: what is needed to end it if its answer breaks off. */
final class PassedItem {

  private static final String PART_ADDED = "_part.added";
  private static final String PART_DONE = "_part.done";
  private static final String DELTA = ".delta";
  private static final String DONE = ".done";

  private final int index;
  private final ObjectNode item;
  private final StringBuilder text = new StringBuilder();

  /** The event that added the part that is open. */
  private Optional<ObjectNode> part = Optional.empty();

  /** The last delta of a text or of arguments that are not done. */
  private Optional<ObjectNode> delta = Optional.empty();

  /**
   * @param item as it was added; belongs to this
   */
  PassedItem(int index, ObjectNode item) {
    this.index = index;
    this.item = item;
  }

  /** Reads an event about it. */
  void follow(String type, ObjectNode event) {
    if (type.endsWith(PART_ADDED)) {
      part = Optional.of(event.deepCopy());
      text.setLength(0);
    } else if (type.endsWith(PART_DONE)) {
      keep(type, event);
      part = Optional.empty();
    } else if (type.endsWith(DELTA)) {
      text.append(event.path("delta").asText(""));
      delta = Optional.of(event);
    } else if (type.endsWith(DONE)) {
      delta = Optional.empty();
      if (part.isEmpty()) {
        copy(event, "arguments");
        copy(event, "input");
      }
    }
  }

  private void copy(ObjectNode event, String field) {
    if (event.path(field).isTextual()) {
      item.set(field, event.path(field));
    }
  }

  private void keep(String type, ObjectNode event) {
    item.withArray(type.contains("summary") ? "summary" : "content").add(event.path("part"));
  }

  /**
   * Writes the events that end it as incomplete.
   *
   * @return the item
   */
  ObjectNode breakOff(ResponseEvents events) {
    delta.ifPresent(last -> endText(last, events));
    part.ifPresent(
        added -> {
          var type = added.path("type").asText().replace(PART_ADDED, PART_DONE);
          keep(type, added);
          events.write(type, added);
        });
    if (item.has("status") || !item.path("type").asText().equals("reasoning")) {
      item.put("status", "incomplete");
    }
    events.item("response.output_item.done", index, item);
    return item;
  }

  private void endText(ObjectNode last, ResponseEvents events) {
    var type = last.path("type").asText().replace(DELTA, DONE);
    var field = field(type);
    var end = last.deepCopy();
    end.remove(java.util.List.of("delta", "obfuscation"));
    if (end.path("logprobs").isArray()) {
      end.putArray("logprobs");
    }
    end.put(field, text.toString());
    events.write(type, end);
    if (part.isPresent()) {
      ((ObjectNode) part.get().path("part")).put(field, text.toString());
    } else {
      item.put(field, text.toString());
    }
  }

  private static String field(String type) {
    if (type.contains("arguments")) {
      return "arguments";
    }
    if (type.contains("input")) {
      return "input";
    }
    return type.contains("refusal") ? "refusal" : "text";
  }
}
