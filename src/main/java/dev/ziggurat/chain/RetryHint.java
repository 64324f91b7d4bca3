package dev.ziggurat.chain;

import dev.ziggurat.llm.OutcomeClass;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether retrying a failed call later may succeed, and when. */
public final class RetryHint {

  /** The assumed wait for a temporary failure whose end is not known. */
  private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(5);

  /** Failures that last until somebody changes something. */
  private static final Set<OutcomeClass> LASTING =
      EnumSet.of(OutcomeClass.AUTH, OutcomeClass.GEO, OutcomeClass.BILLING, OutcomeClass.MODEL);

  private boolean retryable;
  private boolean temporary;
  private boolean rateLimited;
  private Optional<Duration> shortestWait = Optional.empty();

  RetryHint() {}

  /** A provider failed, or was skipped, for a temporary reason whose end is not known. */
  void retryLater() {
    retryable = true;
    temporary = true;
    mayAnswerAfter(UNKNOWN_WAIT);
  }

  /** A provider was skipped because of a cooldown that ends after this wait. */
  void coolingDown(OutcomeClass outcome, Duration wait) {
    retryable = true;
    temporary |= !LASTING.contains(outcome);
    rateLimited |= outcome == OutcomeClass.RATE;
    mayAnswerAfter(wait);
  }

  /**
   * A provider is rate limited.
   *
   * @param wait until it accepts calls again; empty when it named no time
   */
  void rateLimited(Optional<Duration> wait) {
    retryable = true;
    temporary = true;
    rateLimited = true;
    mayAnswerAfter(wait.orElse(UNKNOWN_WAIT));
  }

  /** A provider may answer after this wait. */
  void mayAnswerAfter(Duration wait) {
    if (shortestWait.map(known -> wait.compareTo(known) < 0).orElse(true)) {
      shortestWait = Optional.of(wait);
    }
  }

  /** Whether a provider was skipped for a reason that time may change, so a retry may reach it. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Whether a provider failed or was skipped for a reason that passes by itself, such as a rate
   * limit. A rejected key does not.
   */
  public boolean temporary() {
    return temporary;
  }

  /** Whether a provider was rate limited. */
  public boolean rateLimited() {
    return rateLimited;
  }

  /** The shortest wait after which a provider may answer; empty when a retry cannot help. */
  public Optional<Duration> shortestWait() {
    return shortestWait;
  }
}
