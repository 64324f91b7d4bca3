package dev.ziggurat.babylon;

/**
 * What a game was founded on. Stored with it, so that later changes of configuration do not change
 * the course of a game.
 *
 * @param houseMicroPoints what is minted for the house at the founding
 * @param startMicroPoints what the house pays to an agent new to the game
 * @param liquidityMicroPoints the <i>b</i> of its markets
 */
public record GameEconomy(long houseMicroPoints, long startMicroPoints, long liquidityMicroPoints) {

  private static final long MAX_MICRO_POINTS = 1_000_000_000_000_000L;

  public GameEconomy {
    check("house points", houseMicroPoints);
    check("start points", startMicroPoints);
    Lmsr.checkLiquidity(liquidityMicroPoints);
  }

  private static void check(String name, long microPoints) {
    if (microPoints < 0 || microPoints > MAX_MICRO_POINTS) {
      throw new IllegalArgumentException(
          "%s must lie between 0 and %d micro-points, not %d"
              .formatted(name, MAX_MICRO_POINTS, microPoints));
    }
  }
}
