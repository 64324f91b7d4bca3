package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The typed events of one streamed response, in OpenAI's order. */
final class ResponsesEvents {

  private final List<StreamFrame> frames = new ArrayList<>();
  private final boolean obfuscates;
  private int items;

  /**
   * @param obfuscates whether deltas are padded, so that their sizes tell nothing
   */
  ResponsesEvents(boolean obfuscates) {
    this.obfuscates = obfuscates;
  }

  ResponsesEvents begin(ObjectNode response) {
    for (var type : List.of("response.created", "response.in_progress")) {
      add(type, false, event -> event.set("response", response));
    }
    return this;
  }

  /** The events of a whole item. */
  void item(ObjectNode item) {
    var begun = item.deepCopy();
    switch (item.path("type").asText()) {
      case "reasoning" -> begun.putArray("summary");
      case "message" -> begun.put("status", "in_progress").putArray("content");
      default -> begun.put("status", "in_progress").put("arguments", "");
    }
    about(item, "response.output_item.added", false, event -> event.set("item", begun));
    switch (item.path("type").asText()) {
      case "reasoning" -> item.path("summary").forEach(part -> part(item, (ObjectNode) part));
      case "message" -> item.path("content").forEach(part -> part(item, (ObjectNode) part));
      default -> arguments(item);
    }
    about(item, "response.output_item.done", false, event -> event.set("item", item));
    items++;
  }

  private void part(ObjectNode item, ObjectNode part) {
    var summary = part.path("type").asText().equals("summary_text");
    var field = part.has("refusal") ? "refusal" : "text";
    var text = part.path(field).asText();
    var type = summary ? "reasoning_summary_text" : part.has("refusal") ? "refusal" : "output_text";
    var container = summary ? "response.reasoning_summary_part." : "response.content_part.";
    Consumer<ObjectNode> place = event -> event.put(summary ? "summary_index" : "content_index", 0);
    Consumer<ObjectNode> said =
        type.equals("output_text") ? place.andThen(event -> event.putArray("logprobs")) : place;
    var empty = part.deepCopy().put(field, "");
    of(item, container + "added", false, place.andThen(event -> event.set("part", empty)));
    for (var piece : StreamFrame.pieces(text)) {
      of(item, "response." + type + ".delta", !summary, said.andThen(event -> delta(event, piece)));
    }
    of(item, "response." + type + ".done", false, said.andThen(event -> event.put(field, text)));
    of(item, container + "done", false, place.andThen(event -> event.set("part", part)));
  }

  private void arguments(ObjectNode item) {
    var arguments = item.path("arguments").asText();
    for (var piece : StreamFrame.pieces(arguments)) {
      of(item, "response.function_call_arguments.delta", true, event -> delta(event, piece));
    }
    of(
        item,
        "response.function_call_arguments.done",
        false,
        event -> event.put("arguments", arguments));
  }

  private void delta(ObjectNode event, String piece) {
    event.put("delta", piece);
    if (obfuscates) {
      event.put("obfuscation", "x".repeat(16 - piece.length() % 16));
    }
  }

  private void of(ObjectNode item, String type, boolean content, Consumer<ObjectNode> fields) {
    Consumer<ObjectNode> named = event -> event.set("item_id", item.path("id"));
    about(item, type, content, named.andThen(fields));
  }

  private void about(ObjectNode item, String type, boolean content, Consumer<ObjectNode> fields) {
    Consumer<ObjectNode> place = event -> event.put("output_index", items);
    add(type, content, place.andThen(fields));
  }

  ResponsesEvents end(ObjectNode response) {
    add(
        "response." + response.path("status").asText(),
        false,
        event -> event.set("response", response));
    return this;
  }

  List<StreamFrame> frames() {
    return List.copyOf(frames);
  }

  private void add(String type, boolean content, Consumer<ObjectNode> fields) {
    var event = JsonNodeFactory.instance.objectNode().put("type", type);
    event.put("sequence_number", frames.size());
    fields.accept(event);
    frames.add(ClaudeEvents.event(type, event, content));
  }
}
