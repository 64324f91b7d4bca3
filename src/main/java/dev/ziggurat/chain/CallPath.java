package dev.ziggurat.chain;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;

/** The attempts and skips of one call so far, in order. Used by one thread at a time. */
final class CallPath {

  private final List<PathStep> steps = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();

  /** The attempts and skips. */
  List<PathStep> steps() {
    return List.copyOf(steps);
  }

  /** The attempts. */
  List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  long attemptsAt(Provider provider) {
    return attempts.stream().filter(attempt -> attempt.provider().equals(provider)).count();
  }

  /** Whether this provider was asked or skipped. */
  boolean has(Provider provider) {
    return steps.stream().anyMatch(step -> step.provider().equals(provider));
  }

  /** Whether another provider than this one was asked. */
  boolean hasAskedOther(Provider provider) {
    return attempts.stream().anyMatch(attempt -> !attempt.provider().equals(provider));
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
    steps.add(
        new PathStep.Asked(
            attempt.provider(),
            attempt.modelAsked(),
            attempt.outcome(),
            attempt.reason().orElse("answered"),
            attempt.httpStatus(),
            attempt.latencyMillis(),
            attempt.spend().cost().value(),
            attempt.spend().exact()));
  }

  void addSkip(Provider provider, String reason) {
    steps.add(new PathStep.Skipped(provider, reason));
  }
}
