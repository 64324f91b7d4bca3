package dev.ziggurat.chain;

import dev.ziggurat.llm.AnnouncedLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The line before one provider: callers wait for a place and for the announced pace. */
final class ProviderQueue {

  private final ConcurrencyLimit limit;
  private final AnnouncedRateLimit pace = new AnnouncedRateLimit();
  private final InstantSource time;

  ProviderQueue(ConcurrencyLimit limit, InstantSource time) {
    this.limit = limit;
    this.time = time;
  }

  /**
   * Waits for a place.
   *
   * @param callTokens the most the call may use, input and output
   * @return empty when the wait would be longer than the patience
   */
  Optional<ConcurrencyLimit.Place> enter(long callTokens, Duration patience) {
    var until = time.instant().plus(patience);
    try {
      var place = limit.enter(patience);
      if (place.isEmpty()) {
        return place;
      }
      var wait = pace.wait(callTokens, time.instant());
      if (time.instant().plus(wait).isAfter(until)) {
        place.get().close();
        return Optional.empty();
      }
      if (wait.isPositive()) {
        Thread.sleep(wait);
      }
      pace.sent(callTokens, time.instant());
      return place;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** How many calls it lets through at once now. */
  int limit() {
    return limit.limit();
  }

  void heard(AnnouncedLimits limits) {
    pace.heard(limits, time.instant());
  }
}
