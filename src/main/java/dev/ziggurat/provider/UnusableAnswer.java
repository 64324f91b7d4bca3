package dev.ziggurat.provider;

import dev.ziggurat.llm.Completion;
import java.util.Optional;

/** Thrown by the readers of answers: an answer with status 200 is not usable. */
public final class UnusableAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<String> reportedError;
  private final transient Optional<Completion> completion;

  private UnusableAnswer(
      String message, Optional<String> reportedError, Optional<Completion> completion) {
    super(message, null, false, false);
    this.reportedError = reportedError;
    this.completion = completion;
  }

  /** It has unexpected content. */
  public static UnusableAnswer malformed(String message) {
    return new UnusableAnswer(message, Optional.empty(), Optional.empty());
  }

  /**
   * It reports an error.
   *
   * @param error the error as JSON or as plain text
   */
  public static UnusableAnswer error(String error) {
    return new UnusableAnswer(
        "the provider reported an error", Optional.of(error), Optional.empty());
  }

  /** It was cut before its end; what came was billed. */
  public static UnusableAnswer cut(String message, Completion completion) {
    return new UnusableAnswer(message, Optional.empty(), Optional.of(completion));
  }

  Optional<String> reportedError() {
    return reportedError;
  }

  Optional<Completion> completion() {
    return completion;
  }
}
