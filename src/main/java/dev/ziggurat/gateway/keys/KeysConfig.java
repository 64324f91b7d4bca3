package dev.ziggurat.gateway.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of keys. */
@ConfigMapping(prefix = "ziggurat.gateway.keys")
public interface KeysConfig {

  /**
   * How long the previous secret is valid after a rotation, unless the rotation sets another time.
   */
  @WithDefault("24h")
  Duration grace();
}
