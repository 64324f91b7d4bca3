package dev.ziggurat.llm;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The remaining rate limit that a provider announces in its response headers.
 *
 * @param remainingRequests empty when not announced
 * @param requestsReset time until the request limit resets
 * @param remainingTokens empty when not announced
 * @param tokensReset time until the token limit resets
 */
public record AnnouncedLimits(
    OptionalLong remainingRequests,
    Duration requestsReset,
    OptionalLong remainingTokens,
    Duration tokensReset) {

  /** Nothing was announced. */
  public static final AnnouncedLimits NONE =
      new AnnouncedLimits(OptionalLong.empty(), Duration.ZERO, OptionalLong.empty(), Duration.ZERO);
}
