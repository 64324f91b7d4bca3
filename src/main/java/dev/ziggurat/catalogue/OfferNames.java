package dev.ziggurat.catalogue;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which offers a list of names stands for. A name stands for the model at every provider, with a
 * provider's prefix only there; a model's successor is meant with it.
 */
@Singleton
public class OfferNames {

  private final Catalogue catalogue;

  OfferNames(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Whether an offer is meant by one of the names. */
  public Predicate<Offer> among(List<String> names) {
    var meant =
        names.stream()
            .flatMap(name -> catalogue.resolve(name).stream())
            .flatMap(resolution -> resolution.offers().stream())
            .map(this::identity)
            .collect(Collectors.toUnmodifiableSet());
    return offer -> meant.contains(identity(offer));
  }

  private String identity(Offer offer) {
    return offer.provider().id() + ' ' + catalogue.id(offer);
  }
}
