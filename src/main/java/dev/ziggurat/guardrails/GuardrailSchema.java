package dev.ziggurat.guardrails;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A guardrail in JSON, for the description of the REST API. Each kind has some of the fields. */
@Schema(name = "Guardrail", description = "A check of requests and answers; see docs/gateway.md")
public record GuardrailSchema(
    @Schema(
            required = true,
            enumeration = {
              "size",
              "pattern",
              "sensitive-data",
              "allow-list",
              "webhook",
              "moderation"
            })
        String kind,
    @Schema(
            maxLength = 60,
            description = "In errors and in the ledger, unique in the list; the kind when left out")
        Optional<String> name,
    @Schema(
            enumeration = {"both", "request", "answer"},
            defaultValue = "both",
            description = "pattern, sensitive-data, webhook, moderation: what it looks at")
        Optional<String> on,
    @Schema(description = "size: of all texts together", minimum = "1")
        Optional<Long> requestCharacters,
    @Schema(description = "size: as estimated", minimum = "1") Optional<Long> requestTokens,
    @Schema(description = "size: of all texts together", minimum = "1")
        Optional<Long> answerCharacters,
    @Schema(description = "size: as estimated", minimum = "1") Optional<Long> answerTokens,
    @Schema(maxLength = 1000, description = "pattern: a regular expression in RE2's syntax")
        Optional<String> pattern,
    @Schema(
            enumeration = {"mask", "refuse"},
            defaultValue = "mask",
            description = "pattern: what happens when it is found")
        Optional<String> action,
    @Schema(maxLength = 100, defaultValue = "[REDACTED]", description = "pattern: for mask")
        Optional<String> replacement,
    @Schema(
            enumeration = {"mask", "refuse"},
            description = "sensitive-data; not looked for when left out")
        Optional<String> email,
    @Schema(
            enumeration = {"mask", "refuse"},
            description = "sensitive-data")
        Optional<String> phone,
    @Schema(
            enumeration = {"mask", "refuse"},
            description = "sensitive-data")
        Optional<String> card,
    @Schema(
            enumeration = {"mask", "refuse"},
            description = "sensitive-data")
        Optional<String> iban,
    @Schema(
            enumeration = {"mask", "refuse"},
            description = "sensitive-data: API keys, tokens, private keys")
        Optional<String> secret,
    @Schema(maxItems = 200, description = "allow-list: names of the catalogue")
        Optional<List<String>> models,
    @Schema(maxItems = 200, description = "allow-list: names of tools")
        Optional<List<String>> tools,
    @Schema(maxLength = 2000, description = "webhook: its address, https") Optional<String> url,
    @Schema(
            minimum = "10",
            maximum = "30000",
            description = "webhook, moderation: 2000 and 10000 when left out")
        Optional<Long> deadlineMillis,
    @Schema(
            enumeration = {"refuse", "pass"},
            defaultValue = "refuse",
            description = "webhook, moderation: what happens without a verdict")
        Optional<String> onFailure,
    @Schema(description = "moderation: the model that judges") Optional<String> model,
    @Schema(maxLength = 4000, description = "moderation: what is not allowed, in words")
        Optional<String> policy) {}
