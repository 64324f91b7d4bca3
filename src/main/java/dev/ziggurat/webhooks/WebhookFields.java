package dev.ziggurat.webhooks;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body that makes or replaces a webhook, as the OpenAPI document tells it. */
@Schema(
    name = "WebhookFields",
    description = "A field left out has its default, also when a webhook is replaced")
record WebhookFields(
    @Schema(
            nullable = true,
            maxLength = 500,
            description =
                "The address; stored and shown. Exactly one of url and urlVariable is required")
        String url,
    @Schema(
            nullable = true,
            pattern = WebhookTerms.URL_VARIABLE,
            description =
                "The environment variable that holds the address, for addresses that are secret, as those of Slack are. Required of format slack")
        String urlVariable,
    @Schema(
            required = true,
            minItems = 1,
            description =
                "What is told: tick.failed, game.overdue, provider.down, provider.up, budget.soft, budget.hard, settings.changed")
        List<String> events,
    @Schema(
            nullable = true,
            minItems = 1,
            maxItems = WebhookReader.MAX_GAMES,
            description =
                "Of which games events are told; of all when null. Events that belong to no game are told in either case")
        List<String> games,
    @Schema(
            enumeration = {"json", "slack"},
            defaultValue = "json")
        String format,
    @Schema(
            nullable = true,
            pattern = WebhookTerms.SECRET_VARIABLE,
            description =
                "The environment variable that holds the key requests are signed with (Standard Webhooks); required of format json")
        String secretVariable,
    @Schema(defaultValue = "true", description = "Whether it is told anything") boolean enabled) {}
