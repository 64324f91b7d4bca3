package dev.ziggurat.llm;

import java.util.Optional;

/** Accepts or rejects a completion before the chain returns it. */
@FunctionalInterface
public interface AnswerCheck {

  /** Why the completion is not usable; empty when it is. */
  Optional<String> rejection(Completion completion);

  /** Accepts every completion with text or a tool call. */
  static AnswerCheck notEmpty() {
    return completion ->
        completion.text().isBlank() && completion.toolCalls().isEmpty()
            ? Optional.of("the answer is empty")
            : Optional.empty();
  }
}
