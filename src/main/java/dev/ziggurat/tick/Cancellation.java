package dev.ziggurat.tick;

import java.time.Instant;

/**
 * That a tick is to end now: it asks nobody any more, applies what was thought, and closes as
 * partial.
 *
 * @param at when it was first asked for
 * @param by who asked first
 */
public record Cancellation(String game, long tick, Instant at, String by) {}
