package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.RequestBound;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Refuses requests of callers with a cost limit whose cost cannot be kept below any. */
@Singleton
class CostLimitCheck {

  private final Catalogue catalogue;
  private final Settings settings;
  private final InstantSource time;

  CostLimitCheck(Catalogue catalogue, Settings settings, InstantSource time) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.time = time;
  }

  /**
   * Checks a request.
   *
   * @param wanted the model as its providers serve it; empty if the caller named none
   * @throws GatewayRefusal 400 when the request is billed by other prices than those of tokens, or
   *     asks for a service tier whose price none of the providers has
   */
  void check(
      ForwardedRequest request,
      List<Offer> wanted,
      GatewayCaller gatewayCaller,
      RequestOptions requestOptions) {
    var limited =
        requestOptions.mostNanoDollars().isPresent()
            || gatewayCaller.key().filter(key -> key.terms().boundsMoney()).isPresent();
    if (!limited) {
      return;
    }
    var bound = request.bound();
    if (bound.unpriced().isPresent()) {
      var path = bound.unpriced().get();
      throw GatewayRefusal.invalid(
          path, KeyLimitMessages.unpriced(path, gatewayCaller, requestOptions));
    }
    if (!wanted.isEmpty() && wanted.stream().allMatch(offer -> unknown(bound, offer).isPresent())) {
      var first = wanted.getFirst();
      throw GatewayRefusal.invalid(
          "service_tier",
          KeyLimitMessages.unpricedTier(
              unknown(bound, first).orElseThrow(), first, gatewayCaller, requestOptions));
    }
  }

  /** The service tier that this provider is sent, if its price there is unknown. */
  private Optional<ServiceTier> unknown(RequestBound bound, Offer offer) {
    var today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return settings
        .current()
        .providers()
        .find(offer.provider())
        .flatMap((ProviderDefinition provider) -> bound.by(provider).tier())
        .filter(tier -> !tier.isDefault())
        .filter(tier -> !catalogue.prices(offer.provider(), offer.model().id(), today).knows(tier));
  }
}
