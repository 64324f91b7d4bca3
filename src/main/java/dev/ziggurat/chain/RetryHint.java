package dev.ziggurat.chain;

import java.time.Duration;
import java.util.Optional;

/** Whether a call that came to nothing may do better another time, and when. */
public final class RetryHint {

  private boolean better;
  private boolean rateLimited;
  private Optional<Duration> shortestWait = Optional.empty();

  RetryHint() {}

  /** Somebody cannot be asked now, but can be at another time. */
  void later() {
    better = true;
  }

  /**
   * Somebody lets no more calls through for now.
   *
   * @param wait for how long, as far as that is known
   */
  void rateLimited(Optional<Duration> wait) {
    later();
    rateLimited = true;
    wait.filter(told -> shortestWait.map(known -> told.compareTo(known) < 0).orElse(true))
        .ifPresent(shorter -> shortestWait = Optional.of(shorter));
  }

  /** Whether somebody who could not be asked now may be asked another time. */
  public boolean better() {
    return better;
  }

  /** Whether somebody let no more calls through. */
  public boolean rateLimited() {
    return rateLimited;
  }

  /** After how long the first of those lets calls through again; empty where nobody told. */
  public Optional<Duration> shortestWait() {
    return shortestWait;
  }
}
