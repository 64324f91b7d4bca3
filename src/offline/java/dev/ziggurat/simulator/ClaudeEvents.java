package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The named events of one streamed message, in order. */
final class ClaudeEvents {

  private final List<StreamFrame> frames = new ArrayList<>();
  private int block;

  static StreamFrame event(String name, JsonNode data, boolean content) {
    return new StreamFrame("event: " + name + "\ndata: " + data + "\n\n", content);
  }

  ClaudeEvents start(ObjectNode message) {
    var start = typed("message_start");
    start.set("message", message);
    return add(start);
  }

  /** A block without text, as sent by a model with hidden reasoning. */
  ClaudeEvents thinking(boolean thinks) {
    if (thinks) {
      open(typed("thinking").put("thinking", ""));
      delta(typed("signature_delta").put("signature", "EqQB"), false);
      close();
    }
    return add(typed("ping"));
  }

  ClaudeEvents text(String text) {
    if (!text.isEmpty()) {
      open(typed("text").put("text", ""));
      StreamFrame.pieces(text)
          .forEach(piece -> delta(typed("text_delta").put("text", piece), true));
      close();
    }
    return this;
  }

  /** Calls without arguments send one empty piece. */
  ClaudeEvents uses(List<ObjectNode> uses) {
    for (var use : uses) {
      var begun = use.deepCopy();
      begun.putObject("input");
      open(begun);
      delta(typed("input_json_delta").put("partial_json", ""), true);
      if (!use.path("input").isEmpty()) {
        StreamFrame.pieces(use.path("input").toString())
            .forEach(piece -> delta(typed("input_json_delta").put("partial_json", piece), true));
      }
      close();
    }
    return this;
  }

  ClaudeEvents end(
      String stopReason, String stopSequence, ObjectNode stopDetails, ObjectNode usage) {
    var end = typed("message_delta");
    var delta =
        end.putObject("delta").put("stop_reason", stopReason).put("stop_sequence", stopSequence);
    if (stopDetails != null) {
      delta.set("stop_details", stopDetails);
    }
    end.set("usage", usage);
    return add(end).add(typed("message_stop"));
  }

  List<StreamFrame> frames() {
    return List.copyOf(frames);
  }

  private void open(ObjectNode content) {
    var start = typed("content_block_start").put("index", block);
    start.set("content_block", content);
    add(start);
  }

  private void delta(ObjectNode delta, boolean content) {
    var event = typed("content_block_delta").put("index", block);
    event.set("delta", delta);
    frames.add(event("content_block_delta", event, content));
  }

  private void close() {
    add(typed("content_block_stop").put("index", block));
    block++;
  }

  private ClaudeEvents add(ObjectNode event) {
    frames.add(event(event.path("type").asText(), event, false));
    return this;
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
