package dev.ziggurat.tick;

import java.time.Instant;

/**
 * A planned tick whose turns several processes think, as one names it to another. The database has
 * the rest; whoever gets this looks there whether it still holds.
 *
 * @param game id of its game
 * @param number of the tick in its game
 * @param epoch under which it was planned
 * @param settingsVersion the settings in force when the fence was taken
 * @param thinkUntil when thinking ends
 * @param deadline when apply and close must be done
 */
public record SharedTick(
    String game,
    long number,
    long epoch,
    long settingsVersion,
    Instant thinkUntil,
    Instant deadline) {}
