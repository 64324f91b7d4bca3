package dev.ziggurat.games.interventions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request of an intervention, for the OpenAPI document. */
@Schema(
    description =
        """
        An intervention with the fields of its type. The types of a world, and their fields,
        are listed at /api/worlds""",
    additionalProperties = Schema.True.class)
record InterventionRequest(
    @Schema(required = true, description = "One of the types of the game's world") String type) {}
