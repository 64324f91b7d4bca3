package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;

/**
 * What an attempt cost.
 *
 * @param cost known spend
 * @param atMost upper bound of the spend: more than {@code cost} when the provider may have billed
 *     a call whose answer was lost
 * @param priceKnown whether the cost follows from the answer's usage and the catalogue; if not,
 *     because one of them is missing, the usage is impossible or something else is billed too, an
 *     alarm is raised
 */
public record Spend(NanoDollars cost, NanoDollars atMost, boolean priceKnown) {

  /** Whether {@code cost} is what was billed. */
  public boolean exact() {
    return priceKnown && cost.equals(atMost);
  }

  /** Whether {@code atMost} is an upper bound: not where a price is missing. */
  public boolean bounded() {
    return priceKnown || atMost.compareTo(cost) > 0;
  }

  /** Nothing was billed. */
  public static final Spend NOTHING = new Spend(NanoDollars.ZERO, NanoDollars.ZERO, true);
}
