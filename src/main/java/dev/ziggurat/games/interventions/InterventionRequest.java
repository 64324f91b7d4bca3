package dev.ziggurat.games.interventions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an intervention is asked for with, as the API is described. */
@Schema(
    description =
        """
        An intervention with the fields of its type. The types that a world offers, and their fields,
        are listed at /api/worlds""",
    additionalProperties = Schema.True.class)
record InterventionRequest(
    @Schema(required = true, description = "One of the types of the game's world") String type) {}
