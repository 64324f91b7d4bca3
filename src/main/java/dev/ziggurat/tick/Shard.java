package dev.ziggurat.tick;

/**
 * Turns of a tick that one process thinks: those that are due, from the first to the last in the
 * order of calling. Turns of players are never meant.
 *
 * @param first index in the order of calling, from 0
 * @param last index of the last one
 */
public record Shard(SharedTick tick, int first, int last) {}
