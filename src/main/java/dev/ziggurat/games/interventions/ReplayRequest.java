package dev.ziggurat.games.interventions;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a game is replayed, as the API is described. */
@Schema(description = "How far to replay")
record ReplayRequest(
    @Schema(description = "The last tick to play; without it, the last closed one", minimum = "0")
        Long untilTick) {}
