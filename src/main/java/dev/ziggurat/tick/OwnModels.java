package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The models that agents bring, and with them the providers to try first. */
@Singleton
class OwnModels {

  private final Catalogue catalogue;

  OwnModels(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The agent's model as the first provider that serves it; empty when it brings none we know. */
  Optional<Offer> of(Agent agent) {
    return agent
        .model()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers().getFirst());
  }
}
