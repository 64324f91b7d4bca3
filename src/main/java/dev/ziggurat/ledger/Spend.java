package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;

/**
 * What an attempt cost.
 *
 * @param cost known spend
 * @param atMost upper bound of the spend: more than {@code cost} when the provider may have billed
 *     a call whose answer was lost
 * @param priceKnown whether the catalogue has the model's price; if not, both amounts are too low
 *     and an alarm is raised
 */
public record Spend(NanoDollars cost, NanoDollars atMost, boolean priceKnown) {

  /** Nothing was billed. */
  public static final Spend NOTHING = new Spend(NanoDollars.ZERO, NanoDollars.ZERO, true);
}
