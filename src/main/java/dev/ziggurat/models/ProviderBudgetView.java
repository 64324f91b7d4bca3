package dev.ziggurat.models;

import dev.ziggurat.ledger.SpendCapView;
import dev.ziggurat.settings.ProviderBudget;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The limits of a provider's budget in JSON, per day and month of UTC. */
@Schema(name = "ProviderBudget")
public record ProviderBudgetView(SpendCapView day, SpendCapView month) {

  static ProviderBudgetView of(ProviderBudget budget) {
    return new ProviderBudgetView(SpendCapView.of(budget.day()), SpendCapView.of(budget.month()));
  }
}
