package dev.ziggurat.tick;

import dev.ziggurat.money.NanoDollars;
import java.util.Optional;

/**
 * The maximum cost of a turn's call, and the first provider and model.
 *
 * @param provider empty when no provider is available
 * @param atMost the sum over all candidates: each may bill an unusable answer before the next is
 *     tried
 * @param priceKnown whether all their prices are known; if not, {@code atMost} is too low
 * @param simulated whether the first is simulated
 */
record WorstCaseCost(
    Optional<String> provider,
    Optional<String> model,
    NanoDollars atMost,
    boolean priceKnown,
    boolean simulated) {

  /** The same with a share of the maximum. */
  WorstCaseCost share(long nanoDollars) {
    return new WorstCaseCost(provider, model, new NanoDollars(nanoDollars), priceKnown, simulated);
  }
}
