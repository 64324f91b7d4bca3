package dev.ziggurat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the demo game. */
@ConfigMapping(prefix = "ziggurat.demo")
interface DemoConfig {

  /** Whether the game Babylon with its twelve agents is created at start, if it is not there. */
  @WithDefault("false")
  boolean seed();
}
