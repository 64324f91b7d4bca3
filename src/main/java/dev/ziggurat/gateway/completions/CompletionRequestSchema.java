package dev.ziggurat.gateway.completions;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the request body in OpenAPI; {@link CompletionsReader} reads it. */
@Schema(
    name = "CompletionRequest",
    description =
        "OpenAI's request. Fields not listed here are forwarded as in chat completions; what they cannot do is refused",
    additionalProperties = Schema.True.class)
record CompletionRequestSchema(
    @Schema(
            nullable = true,
            description =
                "A catalogue id, with or without a provider's prefix, or auto (the default): the admin's choice")
        String model,
    @Schema(required = true, description = "One text, or a list of exactly one") Object prompt,
    @Schema(
            nullable = true,
            minimum = "1",
            description = "Reasoning included",
            defaultValue = "" + CompletionsReader.USUAL_TOKENS)
        Integer max_tokens,
    @Schema(nullable = true) Double temperature,
    @Schema(nullable = true) Double top_p,
    @Schema(nullable = true, minimum = "1", maximum = "128", description = "Number of answers")
        Integer n,
    @Schema(nullable = true, description = "Up to four texts that end the answer") Object stop,
    @Schema(nullable = true) Double presence_penalty,
    @Schema(nullable = true) Double frequency_penalty,
    @Schema(nullable = true, description = "Bias by token id") Map<String, Double> logit_bias,
    @Schema(nullable = true) Long seed,
    @Schema(nullable = true, description = "The caller's name for its user") String user,
    @Schema(nullable = true, description = "Whether to stream the answer as events") Boolean stream,
    @Schema(nullable = true, description = "include_usage: the last chunk has the token counts")
        Object stream_options,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description = "Whether other providers may answer when the first fails; default true")
        Boolean fallback) {}
