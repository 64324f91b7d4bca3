package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.GameBudget;
import java.util.List;

/** The model that is asked for in place of the agents' once a soft limit is reached. */
record CheaperModels(Catalogue catalogue) {

  /** As each provider that has it serves it; empty if there is none or it is unknown. */
  List<Offer> of(GameBudget budget) {
    return budget
        .cheaperModel()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers())
        .orElse(List.of());
  }
}
