package dev.ziggurat.world;

import java.time.Instant;

/** When something happens in a game: the only time a world knows. */
public record Moment(long tick, Instant slot) {}
