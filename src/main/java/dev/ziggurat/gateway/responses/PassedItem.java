package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * An item that is passed on, as far as it came: what is needed to end it if its answer breaks off.
 */
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

  /** Whether the text of the part is not done. */
  private boolean open;

  /** The last delta of arguments that are not done. */
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
      open = true;
      text.setLength(0);
    } else if (type.endsWith(PART_DONE)) {
      keep(type, event);
      part = Optional.empty();
    } else if (type.endsWith(DELTA)) {
      text.append(event.path("delta").asText(""));
      delta = Optional.of(event);
    } else if (type.endsWith(DONE)) {
      delta = Optional.empty();
      open = false;
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
    if (part.isPresent()) {
      endPart(part.get(), events);
    } else {
      delta.ifPresent(last -> endArguments(last, events));
    }
    if (item.has("status")) {
      item.put("status", "incomplete");
    }
    events.item("response.output_item.done", index, item);
    return item;
  }

  private void endPart(ObjectNode added, ResponseEvents events) {
    var written = (ObjectNode) added.path("part");
    var field = written.has("refusal") ? "refusal" : "text";
    written.put(field, text.toString());
    if (open) {
      var end = added.deepCopy();
      end.remove("part");
      end.put(field, text.toString());
      if (written.path("type").asText().equals("output_text")) {
        end.putArray("logprobs");
      }
      events.write(textType(written.path("type").asText()) + DONE, end);
    }
    var type = added.path("type").asText().replace(PART_ADDED, PART_DONE);
    keep(type, added);
    events.write(type, added);
  }

  private static String textType(String part) {
    return "response." + (part.equals("summary_text") ? "reasoning_summary_text" : part);
  }

  private void endArguments(ObjectNode last, ResponseEvents events) {
    var field = last.path("type").asText().contains("arguments") ? "arguments" : "input";
    var end = last.deepCopy();
    end.remove(List.of("delta", "obfuscation"));
    item.put(field, text.toString());
    events.write(last.path("type").asText().replace(DELTA, DONE), end.put(field, text.toString()));
  }
}
