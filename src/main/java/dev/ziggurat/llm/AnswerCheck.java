package dev.ziggurat.llm;

import java.util.Optional;

/** Accepts or rejects a completion before the chain returns it. */
@FunctionalInterface
public interface AnswerCheck {

  /** Why the completion is of no use, or empty when it is good. */
  Optional<String> rejection(Completion completion);

  /** Accepts every completion that says or calls something. */
  static AnswerCheck notEmpty() {
    return completion ->
        completion.text().isBlank() && completion.toolCalls().isEmpty()
            ? Optional.of("the answer is empty")
            : Optional.empty();
  }
}
