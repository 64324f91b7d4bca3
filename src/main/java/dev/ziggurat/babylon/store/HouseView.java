package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Market;
import java.util.List;

/**
 * The balances of a game and the house's possible gain by open markets. Amounts are micro-points.
 *
 * @param conserved whether house, pools and wallets add up to the minted total
 * @param worst the house's gain by the open markets in the worst case, funding subtracted, negative
 *     for a loss; {@code best} in the best case
 * @param markets the open ones, by id
 */
public record HouseView(
    long house,
    long minted,
    long pools,
    long wallets,
    boolean conserved,
    long worst,
    long best,
    List<Exposed> markets) {

  /**
   * The house's exposure in an open market.
   *
   * @param funding the house's payment into its pool
   * @param pool the points available for payouts
   * @param toHouseIfYes the amount returned to the house if the answer is yes
   * @param toHouseIfNo the same for no
   * @param worst the house's gain for the worse answer, funding subtracted; negative for a loss
   * @param best its gain for the better answer
   */
  public record Exposed(
      String id,
      String question,
      long funding,
      long pool,
      long toHouseIfYes,
      long toHouseIfNo,
      long worst,
      long best) {

    static Exposed of(Market market) {
      long ifYes = market.pool() - market.yes();
      long ifNo = market.pool() - market.no();
      return new Exposed(
          market.id(),
          market.question(),
          market.funding(),
          market.pool(),
          ifYes,
          ifNo,
          Math.min(ifYes, ifNo) - market.funding(),
          Math.max(ifYes, ifNo) - market.funding());
    }
  }

  static HouseView of(Conservation points, List<Exposed> markets) {
    return new HouseView(
        points.house(),
        points.minted(),
        points.pools(),
        points.wallets(),
        points.holds(),
        markets.stream().mapToLong(Exposed::worst).sum(),
        markets.stream().mapToLong(Exposed::best).sum(),
        markets);
  }
}
