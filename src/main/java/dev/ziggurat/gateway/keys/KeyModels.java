package dev.ziggurat.gateway.keys;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks which models a key allows. A name allows the model at every provider, with a provider's
 * prefix only there; a model's successor is allowed with it.
 */
@Singleton
public class KeyModels {

  private final Catalogue catalogue;

  KeyModels(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Whether a key with these terms allows an offer. */
  public Predicate<Offer> allowed(KeyTerms terms) {
    return terms.models().map(this::among).orElse(_ -> true);
  }

  private Predicate<Offer> among(List<String> names) {
    var allowed =
        names.stream()
            .flatMap(name -> catalogue.resolve(name).stream())
            .flatMap(resolution -> resolution.offers().stream())
            .map(this::identity)
            .collect(Collectors.toUnmodifiableSet());
    return offer -> allowed.contains(identity(offer));
  }

  private String identity(Offer offer) {
    return offer.provider().id() + ' ' + catalogue.id(offer);
  }
}
