package dev.ziggurat.gateway.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of keys. */
@ConfigMapping(prefix = "ziggurat.gateway.keys")
public interface KeysConfig {

  /** How long the secret before a rotation opens too, unless the rotation says otherwise. */
  @WithDefault("24h")
  Duration grace();
}
