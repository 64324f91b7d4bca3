package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * One guardrail on the way of an answer to its caller. What goes through it are chat completions: a
 * whole one, or its chunks.
 */
interface AnswerStage {

  /**
   * Takes a piece, which it may change, and passes on what may leave; must not block.
   *
   * @throws dev.ziggurat.guardrails.GuardrailRefused if the answer is refused
   */
  void piece(ObjectNode piece, Consumer<ObjectNode> next);

  /**
   * Passes on what is left at the end of the answer. May block.
   *
   * @throws dev.ziggurat.guardrails.GuardrailRefused if the answer is refused
   */
  default void end(Consumer<ObjectNode> next) {}
}
