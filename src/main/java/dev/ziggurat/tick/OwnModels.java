package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Models configured per agent, and the provider to try first for each. */
@Singleton
class OwnModels {

  private final Catalogue catalogue;

  OwnModels(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The agent's model at the first provider that serves it; empty if it has none or it is unknown.
   */
  Optional<Offer> of(Agent agent) {
    return agent
        .model()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers().getFirst());
  }
}
