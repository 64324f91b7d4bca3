package dev.ziggurat.babylon.store;

/**
 * An agent's place on the leaderboard.
 *
 * @param rank from 1; agents of equal worth share one
 * @param worth the wallet and the shares held at the current prices, in micro-points
 * @param wallet in micro-points
 */
public record LeaderboardEntry(long rank, String handle, long worth, long wallet) {}
