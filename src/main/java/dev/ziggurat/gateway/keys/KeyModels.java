package dev.ziggurat.gateway.keys;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.catalogue.OfferNames;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Checks which models a key allows. */
@Singleton
public class KeyModels {

  private final OfferNames offerNames;

  KeyModels(OfferNames offerNames) {
    this.offerNames = offerNames;
  }

  /** Whether a key with these terms allows an offer. */
  public Predicate<Offer> allowed(KeyTerms terms) {
    return terms.models().map(offerNames::among).orElse(_ -> true);
  }
}
