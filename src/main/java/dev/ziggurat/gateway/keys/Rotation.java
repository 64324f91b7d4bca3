package dev.ziggurat.gateway.keys;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a key is rotated, as the API is described. */
@Schema(name = "KeyRotation")
record Rotation(
    @Schema(
            nullable = true,
            minimum = "0",
            maximum = "2592000000",
            description =
                "How long the old secret opens too; ziggurat.gateway.keys.grace unless said")
        Long graceMillis) {}
