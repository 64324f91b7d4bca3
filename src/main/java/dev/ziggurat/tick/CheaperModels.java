package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.llm.Operation;
import java.util.List;

/** The model that is asked for in place of the agents' once a soft limit is reached. */
record CheaperModels(Catalogue catalogue) {

  /**
   * As each provider that has it serves it; empty if there is none, or if it left the catalogue
   * after it was chosen.
   */
  List<Offer> of(GameBudget budget) {
    return budget
        .cheaperModel()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers())
        .orElse(List.of())
        .stream()
        .filter(offer -> Operation.CHAT.isServedBy(offer.model()))
        .toList();
  }
}
