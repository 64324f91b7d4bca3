package dev.ziggurat.babylon.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Defaults of new games of Babylon; existing games keep theirs. */
@ConfigMapping(prefix = "ziggurat.babylon")
public interface BabylonConfig {

  /** Initial points of the house; missing points are minted later. */
  @WithDefault("1000000")
  @Min(0)
  @Max(1_000_000_000)
  long housePoints();

  /** Initial points of an agent. */
  @WithDefault("1000")
  @Min(0)
  @Max(1_000_000_000)
  long startPoints();

  /**
   * The liquidity of each market in points: the higher, the less a trade moves the price. Also the
   * max size of one trade.
   */
  @WithDefault("200")
  @Min(1)
  @Max(1_000_000)
  long liquidityPoints();
}
