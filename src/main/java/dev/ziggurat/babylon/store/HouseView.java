package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Market;
import java.util.List;

/**
 * Where the points of a game are, and what its open markets may still bring the house. Amounts are
 * micro-points.
 *
 * @param conserved whether house, pools and wallets together are what was minted
 * @param worst what the open markets cost the house at worst, below zero, what it paid into their
 *     pools included; at best they bring {@code best}
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
   * An open market as the house sees it.
   *
   * @param funding what the house paid into its pool
   * @param pool what it has to pay out with
   * @param toHouseIfYes what the pool gives back to the house if the answer is yes
   * @param toHouseIfNo the same of no
   * @param worst the house's gain if the worse answer comes, its funding taken off: below zero for
   *     a loss
   * @param best its gain if the better one comes
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
