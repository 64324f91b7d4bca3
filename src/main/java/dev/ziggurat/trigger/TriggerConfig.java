package dev.ziggurat.trigger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of {@code trigger}. */
@ConfigMapping(prefix = "ziggurat.trigger")
public interface TriggerConfig {

  /** How often the built-in scheduler triggers every running game; {@code off} for never. */
  @WithDefault("off")
  String every();

  /** How many games tick at once for one trigger. */
  @WithDefault("8")
  int gamesAtOnce();
}
