package dev.ziggurat.games.interventions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an intervention is asked for with, as the API is described. */
@Schema(
    description =
        """
        An intervention with the fields of its type: open {question, topic?, closesAt,
        liquidityPoints?, outcome}, resolve {market, outcome}, void {market, reason?}, news {text,
        market?}, grant {agent, microPoints}""",
    additionalProperties = Schema.True.class)
record InterventionRequest(
    @Schema(
            required = true,
            enumeration = {"open", "resolve", "void", "news", "grant"})
        String type) {}
