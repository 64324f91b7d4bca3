package dev.ziggurat.gateway.responses;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Responses that are kept for {@code previous_response_id}, {@code /v1/responses}. */
@ConfigMapping(prefix = "ziggurat.gateway.responses")
public interface ResponsesConfig {

  /**
   * How long a response with {@code store} (OpenAI's default) is kept after it was made, or last
   * continued by another one. Zero keeps none: each answer then says {@code "store": false}.
   */
  @WithDefault("30d")
  Duration keep();

  /** The largest response that is kept, its own input included; a larger one is not kept. */
  @WithDefault("4M")
  MemorySize largest();

  /** The most that is kept for each key; above it the responses unused for longest are deleted. */
  @WithDefault("256M")
  MemorySize perKey();
}
