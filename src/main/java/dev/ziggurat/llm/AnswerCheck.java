package dev.ziggurat.llm;

import java.util.Optional;

/** Accepts or rejects a completion before the chain returns it. */
@FunctionalInterface
public interface AnswerCheck {

  /** Why the completion is not usable; empty when it is. */
  Optional<String> rejection(Completion completion);

  /**
   * Checks that the completion is usable.
   *
   * @throws ProviderFailure if it is not
   */
  default void require(Completion completion) {
    var rejection = rejection(completion);
    if (rejection.isEmpty()) {
      return;
    }
    if (completion.finishReason() == FinishReason.REFUSAL) {
      var why = completion.explanation().orElse("the model declined to answer");
      throw new ProviderFailure.Refused(
          completion.provider(), ProviderFailure.Details.of(completion, why));
    }
    throw new ProviderFailure.BadAnswer(
        completion.provider(), ProviderFailure.Details.of(completion, rejection.get()));
  }

  /** Accepts every completion with text or a tool call. */
  static AnswerCheck notEmpty() {
    return completion ->
        completion.text().isBlank() && completion.toolCalls().isEmpty()
            ? Optional.of("the answer is empty")
            : Optional.empty();
  }
}
