package dev.ziggurat.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the answer cache. */
@ConfigMapping(prefix = "ziggurat.gateway.cache")
public interface CacheConfig {

  /** The largest cached answer, in characters. */
  @WithDefault("64K")
  MemorySize largestAnswer();
}
