package dev.ziggurat.gateway.keys;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which models a key may be used for. A name stands for all that serve it, and behind a provider's
 * prefix for that provider alone; whatever answers in a model's place is allowed with it.
 */
@Singleton
public class KeyModels {

  private final Catalogue catalogue;

  KeyModels(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** What tells whether a key of these terms may be used for an offer. */
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
