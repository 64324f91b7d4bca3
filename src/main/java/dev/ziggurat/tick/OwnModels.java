package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Models chosen for agents rather than providers, and the provider to try first for each. */
@Singleton
class OwnModels {

  private final Catalogue catalogue;

  OwnModels(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The agent's own model, else that of the variant it is asked with, at the first provider that
   * serves it; empty if there is none or it is unknown.
   */
  Optional<Offer> of(Agent agent, Variant variant) {
    return agent
        .model()
        .or(variant::model)
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers().getFirst());
  }

  /**
   * What is asked for: the cheaper model if there is one, else the agent's or the variant's; empty
   * for the one that the settings choose.
   */
  List<Offer> requested(Agent agent, Variant variant, Optional<TickBudgets.Cheaper> cheaper) {
    return cheaper
        .map(TickBudgets.Cheaper::offers)
        .filter(offers -> !offers.isEmpty())
        .orElseGet(() -> of(agent, variant).stream().toList());
  }
}
