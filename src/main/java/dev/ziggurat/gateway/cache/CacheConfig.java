package dev.ziggurat.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of answers that are given again. */
@ConfigMapping(prefix = "ziggurat.gateway.cache")
public interface CacheConfig {

  /** The largest answer that is kept, in characters. */
  @WithDefault("64K")
  MemorySize largestAnswer();
}
