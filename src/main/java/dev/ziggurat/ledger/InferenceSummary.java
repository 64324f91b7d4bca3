package dev.ziggurat.ledger;

import java.util.Map;

/**
 * Sums over the calls of a tick.
 *
 * @param byProvider answered calls by provider
 * @param failovers answers by another provider than the first of the call's chain; see {@link
 *     Route}
 * @param failoversAfterSkip those whose first provider was skipped, not asked
 * @param cachedTokens the part of the input tokens that providers read from their caches
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costExact whether that is the cost of every attempt, and none of them may have cost more
 * @param simulated whether any attempt went to a simulated provider
 */
public record InferenceSummary(
    long attempts,
    Map<String, Long> byProvider,
    long failovers,
    long failoversAfterSkip,
    long inputTokens,
    long cachedTokens,
    long outputTokens,
    long costMicroUsd,
    boolean costExact,
    boolean simulated) {

  /** No call was made. */
  public static final InferenceSummary NONE =
      new InferenceSummary(0, Map.of(), 0, 0, 0, 0, 0, 0, true, false);
}
