package dev.ziggurat.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Cached answers of keys with {@code keepsAnswers}. */
@ConfigMapping(prefix = "ziggurat.gateway.cache")
public interface CacheConfig {

  /** The largest answer that is cached, in characters. */
  @WithDefault("64K")
  MemorySize largestAnswer();
}
