package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;

/**
 * What an attempt cost.
 *
 * @param cost what is known to have been spent
 * @param atMost what may have been spent at most: more than {@code cost} when the provider may have
 *     billed a call whose answer never came
 * @param priceKnown whether the catalogue knew the model's price; when not, both amounts are too
 *     low and an alarm is raised
 */
public record Spend(NanoDollars cost, NanoDollars atMost, boolean priceKnown) {

  /** Nothing was billed. */
  public static final Spend NOTHING = new Spend(NanoDollars.ZERO, NanoDollars.ZERO, true);
}
