package dev.ziggurat.gateway.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** API keys for other programs. */
@ConfigMapping(prefix = "ziggurat.gateway.keys")
public interface KeysConfig {

  /**
   * How long the former secret of a rotated key is still accepted, unless the rotation names a
   * time.
   */
  @WithDefault("24h")
  Duration grace();
}
