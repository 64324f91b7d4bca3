package dev.ziggurat.chain;

import java.time.Duration;
import java.util.Optional;

/** Whether retrying a failed call later may succeed, and when. */
public final class RetryHint {

  private boolean retryable;
  private boolean rateLimited;
  private Optional<Duration> shortestWait = Optional.empty();

  RetryHint() {}

  /** A provider was skipped for a temporary reason. */
  void retryLater() {
    retryable = true;
  }

  /**
   * A provider is rate limited.
   *
   * @param wait until it accepts calls again; empty when it named no time
   */
  void rateLimited(Optional<Duration> wait) {
    retryLater();
    rateLimited = true;
    wait.filter(named -> shortestWait.map(known -> named.compareTo(known) < 0).orElse(true))
        .ifPresent(shorter -> shortestWait = Optional.of(shorter));
  }

  /** Whether a provider was skipped for a temporary reason, so that a retry may reach it. */
  public boolean retryable() {
    return retryable;
  }

  /** Whether a provider was rate limited. */
  public boolean rateLimited() {
    return rateLimited;
  }

  /** The shortest wait that a rate-limited provider named; empty when none did. */
  public Optional<Duration> shortestWait() {
    return shortestWait;
  }
}
