package dev.ziggurat.games;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The pages of games and the API behind them. */
@ConfigMapping(prefix = "ziggurat.admin.games")
public interface GamesConfig {

  /**
   * Whether a tick started by hand may go on after the answer was sent. Set it to false where a
   * process is frozen between requests (AWS Lambda, Cloud Run billed by request): the answer then
   * waits for the tick.
   */
  @WithDefault("true")
  boolean ticksGoOn();
}
