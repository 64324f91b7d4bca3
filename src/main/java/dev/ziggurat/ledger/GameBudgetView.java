package dev.ziggurat.ledger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The budget of a game in JSON. */
@RegisterForReflection
@Schema(
    name = "GameBudget",
    description = "What a game may spend on models; days and months are those of UTC")
public record GameBudgetView(
    SpendCapView day,
    SpendCapView month,
    SpendCapView tick,
    @Schema(description = "Of each agent") SpendCapView agentDay,
    @Schema(
            nullable = true,
            description =
                "Asked for instead of the agents' models once a soft limit is reached, until its"
                    + " period ends; null to warn only")
        Optional<String> cheaperModel) {

  /** The budget with amounts as texts. */
  public static GameBudgetView of(GameBudget budget) {
    return new GameBudgetView(
        SpendCapView.of(budget.day()),
        SpendCapView.of(budget.month()),
        SpendCapView.of(budget.tick()),
        SpendCapView.of(budget.agentDay()),
        budget.cheaperModel());
  }
}
