package dev.ziggurat.games;

import java.time.Instant;
import java.util.Optional;

/**
 * An agent in a list.
 *
 * @param model its own model, if any
 * @param cadence ticks from one turn to the next
 * @param lastTurn the tick of its last turn; 0 before the first
 * @param walletMicroPoints its balance; empty in worlds without wallets, and for an agent added
 *     after the game's creation until its first turn
 * @param worthMicroPoints its score, in millionths of its world's point; empty in worlds without a
 *     score
 * @param profitMicroPoints the worth minus the initial worth
 * @param costMicroUsd the known cost of its calls so far
 */
public record AgentSummary(
    String handle,
    Optional<String> model,
    int cadence,
    long lastTurn,
    Optional<Long> walletMicroPoints,
    Optional<Long> worthMicroPoints,
    Optional<Long> profitMicroPoints,
    long costMicroUsd,
    long version,
    Optional<Instant> deletedAt) {}
