package dev.ziggurat.gateway.responses;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the request body in OpenAPI; {@link ResponsesReader} reads it. */
@Schema(
    name = "ResponseRequest",
    description =
        "OpenAI's request. Fields not listed here are translated or forwarded; what no provider can do is refused",
    additionalProperties = Schema.True.class)
record ResponseRequestSchema(
    @Schema(
            nullable = true,
            description =
                "A catalogue id, with or without a provider's prefix, or auto (the default): the admin's choice")
        String model,
    @Schema(required = true, description = "A text, or a list of items") Object input,
    @Schema(nullable = true, description = "Instructions before the conversation")
        String instructions,
    @Schema(nullable = true, description = "A kept response of the same key that is continued")
        String previous_response_id,
    @Schema(
            nullable = true,
            description = "Whether the response is kept for GET and previous_response_id",
            defaultValue = "true")
        Boolean store,
    @Schema(nullable = true, description = "Whether to stream the answer as events") Boolean stream,
    @Schema(nullable = true, description = "Tools of the types function and custom")
        List<Object> tools,
    @Schema(nullable = true, minimum = "1", description = "Reasoning included")
        Integer max_output_tokens,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description = "Whether other providers may answer when the first fails; default true")
        Boolean fallback) {}
