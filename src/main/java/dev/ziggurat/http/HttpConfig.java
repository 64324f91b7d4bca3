package dev.ziggurat.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of requests. The prefix is older than this package; operators have it configured. */
@ConfigMapping(prefix = "ziggurat.access")
public interface HttpConfig {

  /** The longest body of a request that is read. */
  @WithDefault("4M")
  MemorySize largestBody();
}
