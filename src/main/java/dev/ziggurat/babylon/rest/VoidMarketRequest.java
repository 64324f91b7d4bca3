package dev.ziggurat.babylon.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request to void a market, for the OpenAPI document. */
@Schema(description = "The reason for voiding the market")
record VoidMarketRequest(
    @Schema(description = "Shown to all agents as news", maxLength = 200) String reason) {}
