package dev.ziggurat.ledger;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The budget of a game in a request, for OpenAPI; {@link GameBudgetReader} reads it. */
@Schema(
    name = "GameBudgetFields",
    description = "What a game may spend on models; days and months are those of UTC")
public record GameBudgetFields(
    @Schema(nullable = true) SpendCapFields day,
    @Schema(nullable = true) SpendCapFields month,
    @Schema(nullable = true) SpendCapFields tick,
    @Schema(nullable = true, description = "Of each agent") SpendCapFields agentDay,
    @Schema(
            nullable = true,
            maxLength = 200,
            description =
                "Asked for instead of the agents' models once a soft limit is reached, until its"
                    + " period ends; a warning only when null")
        String cheaperModel) {}
