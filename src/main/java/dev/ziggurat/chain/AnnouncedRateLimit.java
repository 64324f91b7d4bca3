package dev.ziggurat.chain;

import dev.ziggurat.llm.AnnouncedLimits;
import java.time.Duration;
import java.time.Instant;

/**
 * The rate limit a provider announced in its response headers: remaining requests and tokens,
 * counted down locally with each call sent. Each value is valid until its announced reset.
 */
final class AnnouncedRateLimit {

  private long requests = Long.MAX_VALUE;
  private Instant requestsReset = Instant.MIN;
  private long tokens = Long.MAX_VALUE;
  private Instant tokensReset = Instant.MIN;

  /** Replaces the known limits by newly announced ones. */
  synchronized void update(AnnouncedLimits limits, Instant now) {
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

  /**
   * How long to wait until a call of this many tokens is within the announced limits; zero if it
   * already is.
   */
  synchronized Duration waitTime(long callTokens, Instant now) {
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

  /** Deducts a call that is being sent from the remaining limits. */
  synchronized void deduct(long callTokens, Instant now) {
    requests = now.isBefore(requestsReset) ? requests - 1 : Long.MAX_VALUE;
    tokens = now.isBefore(tokensReset) ? tokens - callTokens : Long.MAX_VALUE;
  }
}
