package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Sums over a group of attempts.
 *
 * @param key the provider, model, handle, game, source, or the hour's or day's first moment; empty
 *     for a total, and for calls without a game
 * @param game the agent's game, when grouped by agent
 * @param at the hour's or day's first moment, when grouped by time as well
 * @param successes usable answers in time
 * @param failovers answers by another provider than the first of the call's chain; see {@link
 *     Route}
 * @param failoversAfterSkip those whose first provider was skipped, not asked
 * @param unpriced attempts of unknown cost
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd upper bound of the spend, with orphans and timeouts, rounded up
 * @param atMostNanoUsd the same in billionths, exact
 * @param p50Millis p50 latency of the successes, within 9 %; empty without successes
 * @param simulated whether any attempt went to a simulated provider
 */
public record UsageRow(
    Optional<String> key,
    Optional<String> game,
    Optional<Instant> at,
    long attempts,
    long successes,
    long failovers,
    long failoversAfterSkip,
    long unpriced,
    long inputTokens,
    long cachedTokens,
    long cacheWriteTokens,
    long outputTokens,
    long reasoningTokens,
    long costMicroUsd,
    long costNanoUsd,
    long atMostMicroUsd,
    long atMostNanoUsd,
    Optional<Long> p50Millis,
    Optional<Long> p95Millis,
    Optional<Long> p99Millis,
    boolean simulated) {}
