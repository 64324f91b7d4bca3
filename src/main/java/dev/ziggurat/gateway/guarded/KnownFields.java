package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** Leaves of an answer only the fields that the guardrails look at, or that have no text. */
final class KnownFields implements AnswerStage {

  private static final List<String> OF_AN_ANSWER =
      List.of(
          "id",
          "object",
          "created",
          "model",
          "choices",
          "usage",
          "service_tier",
          "system_fingerprint");

  private static final List<String> OF_A_CHOICE =
      List.of("index", "delta", "message", "finish_reason");

  private static final List<String> OF_A_MESSAGE =
      List.of(
          "role",
          "content",
          "refusal",
          "reasoning",
          "reasoning_content",
          "tool_calls",
          "function_call");

  private static final List<String> OF_A_CALL =
      List.of("index", "id", "type", "function", "custom");

  @Override
  public void piece(ObjectNode piece, Consumer<ObjectNode> next) {
    piece.retain(OF_AN_ANSWER);
    for (var choice : piece.path("choices")) {
      if (choice instanceof ObjectNode object) {
        object.retain(OF_A_CHOICE);
        if (object.has("delta") && !object.path("delta").isObject()) {
          object.putObject("delta");
        }
        message(SaidText.message(object));
      }
    }
    next.accept(piece);
  }

  private static void message(ObjectNode message) {
    message.retain(OF_A_MESSAGE);
    for (var call : message.path("tool_calls")) {
      if (call instanceof ObjectNode object) {
        object.retain(OF_A_CALL);
      }
    }
  }
}
