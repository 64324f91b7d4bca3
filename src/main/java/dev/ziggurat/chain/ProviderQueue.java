package dev.ziggurat.chain;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.CallCancellation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The queue of calls to one provider: callers wait for a free slot and for the announced rate
 * limit.
 */
final class ProviderQueue {

  private final ConcurrencyLimit limit;
  private final AnnouncedRateLimit rateLimit = new AnnouncedRateLimit();
  private final InstantSource time;

  ProviderQueue(ConcurrencyLimit limit, InstantSource time) {
    this.limit = limit;
    this.time = time;
  }

  /**
   * Waits for a slot.
   *
   * @param callTokens the most tokens the call may use, input and output
   * @param maxWait for slot and rate limit together
   * @return empty when the wait would be longer
   */
  Optional<ConcurrencyLimit.Slot> acquire(long callTokens, Duration maxWait) {
    return acquire(callTokens, maxWait, false);
  }

  /**
   * The same for a call that was answered 429, or failed, before: ahead of the others, and only
   * while so few calls are in flight that another 429 is unlikely.
   */
  Optional<ConcurrencyLimit.Slot> acquireAgain(long callTokens, Duration maxWait) {
    return acquire(callTokens, maxWait, true);
  }

  private Optional<ConcurrencyLimit.Slot> acquire(
      long callTokens, Duration maxWait, boolean again) {
    var until = time.instant().plus(maxWait);
    try (var _ = CallCancellation.waiting()) {
      var slot = again ? limit.acquireAgain(maxWait) : limit.acquire(maxWait);
      if (slot.isEmpty()) {
        return slot;
      }
      var wait = rateLimit.waitTime(callTokens, time.instant());
      if (time.instant().plus(wait).isAfter(until)) {
        slot.get().close();
        return Optional.empty();
      }
      sleep(wait, slot.get());
      rateLimit.deduct(callTokens, time.instant());
      return slot;
    } catch (InterruptedException interrupted) {
      CallCancellation.restoreInterrupt();
      return Optional.empty();
    }
  }

  private static void sleep(Duration wait, ConcurrencyLimit.Slot slot) throws InterruptedException {
    try {
      if (wait.isPositive()) {
        Thread.sleep(wait);
      }
    } catch (InterruptedException interrupted) {
      slot.close();
      throw interrupted;
    }
  }

  /** The current concurrency limit. */
  int limit() {
    return limit.limit();
  }

  /** Replaces the known rate limit by a newly announced one. */
  void update(AnnouncedLimits limits) {
    rateLimit.update(limits, time.instant());
  }
}
