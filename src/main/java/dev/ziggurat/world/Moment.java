package dev.ziggurat.world;

import java.time.Instant;

/** A time in a game: the only time a world sees. */
public record Moment(long tick, Instant slot) {}
