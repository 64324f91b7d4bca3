package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.OrphanedCall;
import dev.ziggurat.money.NanoDollars;
import java.util.Optional;

/**
 * What a call is marked with before it is made, so that what was possibly spent is visible if its
 * process dies.
 *
 * @param first the provider and model that are asked first; empty if there is none
 * @param atMost the sum over all candidates, each of which may bill an unusable answer
 * @param priceKnown whether all their prices are known; if not, {@code atMost} is too low
 */
record MarkedCost(
    Optional<Offer> first, boolean simulated, NanoDollars atMost, boolean priceKnown) {

  /** Of a call whose texts are not known yet. */
  static final MarkedCost NOTHING = new MarkedCost(Optional.empty(), false, NanoDollars.ZERO, true);

  /** The provider's id, or what stands for none. */
  String provider() {
    return first.map(offer -> offer.provider().id()).orElse(OrphanedCall.NONE);
  }

  /** The model's id, or what stands for none. */
  String model() {
    return first.map(offer -> offer.model().id()).orElse(OrphanedCall.NONE);
  }
}
