package dev.ziggurat.games;

import java.time.Instant;
import java.util.Optional;

/**
 * An agent in a list.
 *
 * @param model its own, if it has one
 * @param cadence how many ticks from one turn to the next
 * @param lastTurn the tick in which it last had its turn; 0 before the first
 * @param walletMicroPoints what it could spend; empty where nothing is spent, and where an agent
 *     that came after the founding is paid its start sum with its first turn, until then
 * @param worthMicroPoints what decides its rank, in millionths of its world's point; empty where no
 *     score is kept
 * @param profitMicroPoints the worth against what it began with
 * @param costMicroUsd what its calls are known to have cost so far
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
