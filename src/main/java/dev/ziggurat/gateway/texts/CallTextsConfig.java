package dev.ziggurat.gateway.texts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Requests and answers of gateway calls, kept for looking them up. */
@ConfigMapping(prefix = "ziggurat.gateway.texts")
public interface CallTextsConfig {

  /**
   * Whether the texts of calls by an admin's token are kept; those of a key's calls are if the key
   * says {@code keepsTexts}.
   */
  @WithDefault("false")
  boolean ofAdmins();

  /** How long the texts of a call are kept. Zero keeps none, whatever a key says. */
  @WithDefault("7d")
  Duration keep();

  /** The most that is kept of a request, and of an answer; the rest of a longer one is cut off. */
  @WithDefault("256K")
  MemorySize largest();

  /** The most that is kept for each key; above it the oldest texts are deleted. */
  @WithDefault("256M")
  MemorySize perKey();
}
