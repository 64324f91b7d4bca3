package dev.ziggurat.babylon;

/**
 * The economic parameters of a game. Stored with it, so that later changes of configuration do not
 * affect it.
 *
 * @param houseMicroPoints minted for the house at creation
 * @param startMicroPoints initial balance of an agent, paid by the house
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
