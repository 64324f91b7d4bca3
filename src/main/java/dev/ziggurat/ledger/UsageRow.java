package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What a number of attempts came to.
 *
 * @param key the provider, model, handle, game, source, or the hour's or day's first moment; empty
 *     for a total, and for calls on behalf of no game
 * @param game whose agent it is, when told apart by agent
 * @param at the hour's or day's first moment, when told apart by time as well
 * @param successes usable answers in time
 * @param failovers answered calls that an earlier provider had failed
 * @param unpriced attempts whose cost cannot be told
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd what may have been spent at most, with orphans and time-outs, rounded up
 * @param atMostNanoUsd the same in billionths, exact
 * @param p50Millis half of the successes took no longer, within 9 %; empty without successes
 * @param simulated whether any attempt went to a simulated provider
 */
public record UsageRow(
    Optional<String> key,
    Optional<String> game,
    Optional<Instant> at,
    long attempts,
    long successes,
    long failovers,
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
