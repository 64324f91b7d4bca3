package dev.ziggurat.games;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The games API. */
@ConfigMapping(prefix = "ziggurat.admin.games")
public interface GamesConfig {

  /**
   * Whether a manually started tick may continue after the response. Set it to false where
   * processes are frozen between requests (AWS Lambda, Cloud Run billed by request): the response
   * then waits for the tick.
   */
  @WithDefault("true")
  boolean ticksGoOn();
}
