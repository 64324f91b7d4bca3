package dev.ziggurat.babylon.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What new games of Babylon start with; existing games keep theirs. */
@ConfigMapping(prefix = "ziggurat.babylon")
public interface BabylonConfig {

  /** Points the house starts with; what it lacks later is minted. */
  @WithDefault("1000000")
  @Min(0)
  @Max(1_000_000_000)
  long housePoints();

  /** Points an agent starts with. */
  @WithDefault("1000")
  @Min(0)
  @Max(1_000_000_000)
  long startPoints();

  /**
   * The liquidity of each market in points: the higher, the less a trade moves the price. Also the
   * most that one trade may spend.
   */
  @WithDefault("200")
  @Min(1)
  @Max(1_000_000)
  long liquidityPoints();
}
