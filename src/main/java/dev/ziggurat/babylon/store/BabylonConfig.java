package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Terms;
import dev.ziggurat.money.MicroPoints;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What new games of Babylon are founded on; games that exist keep what they were founded on. */
@ConfigMapping(prefix = "ziggurat.babylon")
public interface BabylonConfig {

  /** Points the house begins with; what it lacks later is minted. 0 to 1,000,000,000. */
  @WithDefault("1000000")
  long housePoints();

  /** Points an agent begins with. 0 to 1,000,000,000. */
  @WithDefault("1000")
  long startPoints();

  /**
   * The liquidity of each market in points: the higher, the less a trade moves the price. Also the
   * most that one trade may spend. 1 to 1,000,000.
   */
  @WithDefault("200")
  long liquidityPoints();

  /**
   * These as terms.
   *
   * @throws IllegalArgumentException if a value is out of bounds
   */
  default Terms terms() {
    return new Terms(
        microPoints("house-points", housePoints()),
        microPoints("start-points", startPoints()),
        microPoints("liquidity-points", liquidityPoints()));
  }

  private static long microPoints(String key, long points) {
    if (points < 0 || points > 1_000_000_000L) {
      throw new IllegalArgumentException(
          "ziggurat.babylon." + key + ": must lie between 0 and 1000000000, not " + points);
    }
    return points * MicroPoints.ONE;
  }
}
