package dev.ziggurat.babylon.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a market is voided with, as the API is described. */
@Schema(description = "Why the market is voided")
record VoidMarketRequest(
    @Schema(description = "Told to all agents as news", maxLength = 200) String reason) {}
