package dev.ziggurat.world;

import java.util.Optional;

/**
 * An agent's place on the leaderboard. Amounts are millionths of a point; see {@link Scores}.
 *
 * @param rank from 1; agents of equal worth share one
 * @param worth what decides the rank
 * @param wallet what of it the agent could spend at once; empty in a world where nothing is spent
 */
public record LeaderboardEntry(long rank, String handle, long worth, Optional<Long> wallet) {}
