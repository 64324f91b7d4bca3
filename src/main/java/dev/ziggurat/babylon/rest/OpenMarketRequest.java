package dev.ziggurat.babylon.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a market is opened with, as the API is described. */
@Schema(description = "A market to open")
record OpenMarketRequest(
    @Schema(required = true, maxLength = 200) String question,
    @Schema(
            description = "One word for it, unlike that of any open market; without one, its id",
            pattern = "[a-z0-9][a-z0-9-]{0,39}")
        String topic,
    @Schema(required = true, description = "After the game's time") Instant closesAt,
    @Schema(
            description = "The higher, the less a trade moves the price; without one, the game's",
            minimum = "1",
            maximum = "1000000")
        Long liquidityPoints,
    @Schema(
            required = true,
            enumeration = {"yes", "no"},
            description = "Hidden until the market is resolved")
        String outcome) {}
