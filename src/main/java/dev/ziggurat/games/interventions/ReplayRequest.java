package dev.ziggurat.games.interventions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The range of a replay, for the OpenAPI document. */
@Schema(description = "The range to replay")
record ReplayRequest(
    @Schema(description = "The last tick to replay; default: the last closed one", minimum = "0")
        Long untilTick) {}
