package dev.ziggurat.tick;

import java.time.Instant;

/**
 * A CDI event: a tick failed. Fired in the transaction that closes it as failed; of a tick that
 * stays unfinished, after its reason was stored.
 *
 * @param report its outcome is {@code failed}; it has no tick when an internal error kept the tick
 *     from beginning
 */
public record FailedTick(TickReport report, Instant at) {}
