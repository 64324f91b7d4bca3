package dev.ziggurat.babylon.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request to open a market, for the OpenAPI document. */
@Schema(description = "A market to open")
record OpenMarketRequest(
    @Schema(required = true, maxLength = 200) String question,
    @Schema(
            description = "One word, unique among open markets; default: its id",
            pattern = "[a-z0-9][a-z0-9-]{0,39}")
        String topic,
    @Schema(required = true, description = "After the game's time") Instant closesAt,
    @Schema(
            description = "The higher, the less a trade moves the price; default: the game's",
            minimum = "1",
            maximum = "1000000")
        Long liquidityPoints,
    @Schema(
            enumeration = {"fixed", "admin", "rule", "resolver"},
            description = "What decides the outcome; default: fixed if one is given, else admin")
        String decidedBy,
    @Schema(
            enumeration = {"yes", "no"},
            description = "Required if fixed, and only then; hidden until the market is resolved")
        String outcome,
    @Schema(
            implementation = Object.class,
            description = "Required if a rule decides, and only then; see /api/worlds/babylon")
        Object rule) {}
