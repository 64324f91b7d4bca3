package dev.ziggurat.llm;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a provider's headers say is left of its rate limits.
 *
 * @param remainingRequests empty when not announced
 * @param requestsReset from now until the requests are full again
 * @param remainingTokens empty when not announced
 * @param tokensReset from now until the tokens are full again
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
