package dev.ziggurat.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model name resolves to.
 *
 * @param offers at least one, in the order of the chain
 */
public record Resolution(List<Offer> offers) {

  public Resolution {
    offers = List.copyOf(offers);
  }

  /** Set when a successor is used for a model that was shut down. */
  public Optional<String> warning() {
    var warnings =
        offers.stream()
            .flatMap(offer -> offer.warning().stream())
            .distinct()
            .collect(Collectors.joining("; "));
    return Optional.of(warnings).filter(text -> !text.isEmpty());
  }
}
