package dev.ziggurat.tick;

import java.time.Instant;

/**
 * A request to end a tick now: it starts no more calls, applies the decisions it has, and closes as
 * partial.
 *
 * @param at when it was first requested
 * @param by identity of the first requester
 */
public record Cancellation(String game, long tick, Instant at, String by) {}
