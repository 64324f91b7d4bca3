package dev.ziggurat.guardrails;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Checks of what goes to models and comes back. */
@ConfigMapping(prefix = "ziggurat.guardrails")
public interface GuardrailsConfig {

  /**
   * Guardrails of all calls of the gateway, as a JSON array; those of the key come after them. See
   * docs/gateway.md. Example: {@code [{"kind": "sensitive-data", "secret": "refuse"}]}.
   */
  Optional<String> defaults();

  /**
   * How many characters of a streamed answer each guardrail that masks holds back. What a pattern
   * finds must not be longer.
   */
  @WithDefault("256")
  @Min(256)
  @Max(4096)
  int window();

  /**
   * The longest answer, in characters, that is held until a webhook or a moderation model has
   * judged it. A longer one is refused.
   */
  @WithDefault("1M")
  MemorySize largestJudged();

  /** Webhooks. */
  Webhooks webhook();

  /** Webhooks. */
  interface Webhooks {

    /**
     * The key by which requests to webhooks are signed (HMAC-SHA256), at least 16 characters.
     * Without it there are no webhooks.
     */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> signingKey();

    /**
     * Whether webhooks may be at addresses that are not public, such as 10.0.0.0/8 and localhost,
     * and without TLS.
     */
    @WithDefault("false")
    boolean privateAddresses();

    /** The largest request that is sent to a webhook. */
    @WithDefault("1M")
    MemorySize largestRequest();
  }
}
