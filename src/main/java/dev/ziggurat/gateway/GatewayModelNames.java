package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.catalogue.Offer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Resolves model names of the gateway. */
@Singleton
class GatewayModelNames {

  /** The admin's choice. */
  static final String AUTO = "auto";

  private final Catalogue catalogue;
  private final NearMatches nearMatches;

  GatewayModelNames(Catalogue catalogue, NearMatches nearMatches) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
  }

  /**
   * The providers to try first and their models; empty for the admin's choice.
   *
   * @throws GatewayRefusal when no provider serves it
   */
  List<Offer> resolve(Optional<String> name) {
    return name.filter(asked -> !asked.equals(AUTO)).map(this::known).orElse(List.of());
  }

  private List<Offer> known(String name) {
    return catalogue
        .resolve(name)
        .map(resolution -> resolution.offers())
        .orElseThrow(() -> GatewayRefusal.noModel(missing(name)));
  }

  private String missing(String name) {
    var near = nearMatches.of(name);
    return "The model `%s` is unknown%s. GET /v1/models lists all models; auto uses the admin's choice."
        .formatted(
            name.length() > 100 ? name.substring(0, 100) + "…" : name,
            near.isEmpty() ? "" : "; did you mean " + String.join(", ", near));
  }
}
