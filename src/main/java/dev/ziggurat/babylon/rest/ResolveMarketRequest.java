package dev.ziggurat.babylon.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a market is resolved with, as the API is described. */
@Schema(description = "The answer, which replaces the hidden one")
record ResolveMarketRequest(
    @Schema(
            required = true,
            enumeration = {"yes", "no"})
        String outcome) {}
