package dev.ziggurat.ledger;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Limits of a budget in a request, for OpenAPI; {@link SpendCapReader} reads them. */
@Schema(
    name = "SpendCapFields",
    description = "US dollars, 0 to 1000000 with at most 9 decimals, as a number or as a text")
public record SpendCapFields(
    @Schema(
            implementation = Object.class,
            anyOf = {BigDecimal.class, String.class},
            nullable = true,
            examples = "5",
            description = "Never exceeded by what is admitted; no limit when null")
        Object hardUsd,
    @Schema(
            implementation = Object.class,
            anyOf = {BigDecimal.class, String.class},
            nullable = true,
            examples = "4.50",
            description = "A warning is given above it; at most hardUsd")
        Object softUsd) {}
