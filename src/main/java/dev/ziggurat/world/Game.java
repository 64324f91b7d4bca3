package dev.ziggurat.world;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One running world with its own agents, clock and budget.
 *
 * @param id short, lower case, used in URLs
 * @param world the {@link World#kind()} it plays
 * @param seed everything the game leaves to chance follows from it
 * @param period how far apart its scheduled slots are
 * @param width how many agents think at once, if the game has a wish of its own
 */
public record Game(
    String id, String name, String world, long seed, Duration period, OptionalInt width) {}
