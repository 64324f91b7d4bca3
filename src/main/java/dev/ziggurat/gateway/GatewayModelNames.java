package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.catalogue.Offer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What the name of a model means to the gateway. */
@Singleton
class GatewayModelNames {

  /** Whatever the admin chose. */
  static final String AUTO = "auto";

  private final Catalogue catalogue;
  private final NearMatches nearMatches;

  GatewayModelNames(Catalogue catalogue, NearMatches nearMatches) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
  }

  /**
   * Whom to ask first, for which model; none for whatever the admin chose.
   *
   * @throws GatewayRefusal when nobody serves it
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
    return "The model `%s` is not known here%s. GET /v1/models lists them all; auto takes what the admin chose."
        .formatted(
            name.length() > 100 ? name.substring(0, 100) + "…" : name,
            near.isEmpty() ? "" : "; did you mean " + String.join(", ", near));
  }
}
