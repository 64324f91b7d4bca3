package dev.ziggurat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The demo game. */
@ConfigMapping(prefix = "ziggurat.demo")
interface DemoConfig {

  /** Whether the game Babylon with its twelve agents is created at start, if it does not exist. */
  @WithDefault("false")
  boolean seed();
}
