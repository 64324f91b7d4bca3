package dev.ziggurat.games;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of {@code games}. */
@ConfigMapping(prefix = "ziggurat.admin.games")
public interface GamesConfig {

  /**
   * Whether a tick may go on after the answer to whoever started it. False where a process stands
   * still between requests (AWS Lambda, Cloud Run that pays by request): then the answer waits.
   */
  @WithDefault("true")
  boolean ticksGoOn();
}
