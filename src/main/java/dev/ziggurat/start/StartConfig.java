package dev.ziggurat.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The start of the service. */
@ConfigMapping(prefix = "ziggurat.start")
interface StartConfig {

  /**
   * Whether the log shows once, when the service listens, how many milliseconds and how much CPU
   * time each phase and each bean of the start took. Read before all other settings, so only from
   * the environment or as an option of the JVM or of the executable.
   */
  @WithDefault("false")
  boolean trace();
}
