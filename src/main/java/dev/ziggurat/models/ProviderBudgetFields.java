package dev.ziggurat.models;

import dev.ziggurat.ledger.SpendCapFields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The limits of a provider's budget in a request, for OpenAPI, per day and month of UTC. */
@Schema(name = "ProviderBudgetFields")
public record ProviderBudgetFields(
    @Schema(nullable = true) SpendCapFields day, @Schema(nullable = true) SpendCapFields month) {}
