package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import java.time.Instant;

/**
 * A CDI event: a provider gave a complete answer to a chat request.
 *
 * @param askedAt when the attempt began
 */
public record ProviderAnswered(Provider provider, Instant askedAt, Instant at) {}
