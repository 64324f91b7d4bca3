package dev.ziggurat.chain;

import dev.ziggurat.llm.AnnouncedLimits;
import java.time.Duration;
import java.time.Instant;

/**
 * What a provider announced of its requests and tokens per minute, counted down by what has been
 * sent since. An announcement is believed until its own reset.
 */
final class AnnouncedRateLimit {

  private long requests = Long.MAX_VALUE;
  private Instant requestsReset = Instant.MIN;
  private long tokens = Long.MAX_VALUE;
  private Instant tokensReset = Instant.MIN;

  /** Takes note of an announcement. */
  synchronized void heard(AnnouncedLimits limits, Instant now) {
    limits
        .remainingRequests()
        .ifPresent(
            remaining -> {
              requests = remaining;
              requestsReset = now.plus(limits.requestsReset());
            });
    limits
        .remainingTokens()
        .ifPresent(
            remaining -> {
              tokens = remaining;
              tokensReset = now.plus(limits.tokensReset());
            });
  }

  /** How long to wait before a call of so many tokens would keep to the announcement. */
  synchronized Duration wait(long callTokens, Instant now) {
    var wait = Duration.ZERO;
    if (requests < 1 && now.isBefore(requestsReset)) {
      wait = Duration.between(now, requestsReset);
    }
    if (tokens < callTokens && now.isBefore(tokensReset)) {
      var forTokens = Duration.between(now, tokensReset);
      wait = forTokens.compareTo(wait) > 0 ? forTokens : wait;
    }
    return wait;
  }

  /** Counts a call that is being sent. */
  synchronized void sent(long callTokens, Instant now) {
    requests = now.isBefore(requestsReset) ? requests - 1 : Long.MAX_VALUE;
    tokens = now.isBefore(tokensReset) ? tokens - callTokens : Long.MAX_VALUE;
  }
}
