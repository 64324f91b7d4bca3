package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerPiece;

/** A call of a function or of a custom tool of the caller. */
final class CallItem extends OutputItem {

  private static final String NO_ARGUMENTS = "{}";

  private final AnswerPiece.ToolCallStart call;
  private final StringBuilder arguments = new StringBuilder();

  CallItem(ResponseEvents events, String id, int index, AnswerPiece.ToolCallStart call) {
    super(events, id, index);
    this.call = call;
  }

  /** The beginning of the ids of such items. */
  static String prefix(AnswerPiece.ToolCallStart call) {
    return call.custom() ? "ctc" : "fc";
  }

  void arguments(String delta) {
    arguments.append(delta);
    write(type("delta"), event -> event.put("delta", delta));
  }

  /** Providers write nothing for a function without arguments, but programs parse them. */
  @Override
  void close() {
    if (arguments.isEmpty() && !call.custom()) {
      arguments(NO_ARGUMENTS);
    }
    write(
        type("done"),
        event -> {
          if (!call.custom()) {
            event.put("name", call.name());
          }
          event.put(field(), arguments.toString());
        });
  }

  private String type(String ending) {
    return (call.custom()
            ? "response.custom_tool_call_input."
            : "response.function_call_arguments.")
        + ending;
  }

  private String field() {
    return call.custom() ? "input" : "arguments";
  }

  @Override
  ObjectNode item(String status) {
    return NODES
        .objectNode()
        .put("id", id())
        .put("type", call.custom() ? "custom_tool_call" : "function_call")
        .put("status", status)
        .put("call_id", call.id().isEmpty() ? "call_" + id() : call.id())
        .put("name", call.name())
        .put(field(), arguments.toString());
  }
}
