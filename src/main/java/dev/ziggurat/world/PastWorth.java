package dev.ziggurat.world;

import java.time.Instant;

/**
 * What an agent was worth at the end of a tick.
 *
 * @param slot of the tick
 * @param worthMicroPoints in millionths of a point; see {@link Scores}
 */
public record PastWorth(long tick, Instant slot, long worthMicroPoints) {}
