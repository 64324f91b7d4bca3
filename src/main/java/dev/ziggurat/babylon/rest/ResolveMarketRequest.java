package dev.ziggurat.babylon.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request to resolve a market, for the OpenAPI document. */
@Schema(description = "The outcome; replaces a hidden one")
record ResolveMarketRequest(
    @Schema(
            required = true,
            enumeration = {"yes", "no"})
        String outcome) {}
