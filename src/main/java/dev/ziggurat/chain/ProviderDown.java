package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Optional;

/**
 * A CDI event: calls skip a provider, because all instances skip it for some time after a failure,
 * or because its circuit breaker is open here. Fired again by each call that finds the breaker
 * open.
 *
 * @param until when its cooldown ends; empty for a circuit breaker
 */
public record ProviderDown(Provider provider, String reason, Instant at, Optional<Instant> until) {}
