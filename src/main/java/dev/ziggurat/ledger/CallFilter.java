package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Filters calls; an empty component matches all.
 *
 * @param id the call's id
 * @param key the gateway key that pays for it
 * @param provider with an attempt at this provider
 * @param model with an attempt that asked for this model or was answered by it
 * @param outcome with an attempt that ended so; together with provider and model it must be the
 *     same attempt
 * @param result how the call as a whole ended
 * @param tick of the game
 * @param from start, inclusive
 * @param to end, exclusive
 */
public record CallFilter(
    Optional<UUID> id,
    Optional<UUID> key,
    Optional<String> provider,
    Optional<String> model,
    Optional<String> outcome,
    Optional<Result> result,
    Optional<String> game,
    Optional<Long> tick,
    Optional<String> agent,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** How a call ended. */
  public enum Result {
    /** With a usable answer in time, of a provider or from the cache. */
    ANSWERED,
    /** Without one. */
    FAILED,
    /** Answered by another provider than the first of its chain. */
    FAILOVER
  }
}
