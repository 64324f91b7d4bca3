package dev.ziggurat.gateway.embeddings;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the request body in OpenAPI; {@link EmbeddingRequestReader} reads it. */
@Schema(
    name = "EmbeddingRequest",
    description = "OpenAI's request. Fields not listed here are forwarded unchanged",
    additionalProperties = Schema.True.class)
record EmbeddingRequestSchema(
    @Schema(
            nullable = true,
            description =
                "A catalogue id with the capability EMBEDDINGS, with or without a provider's prefix, or auto (the default)")
        String model,
    @Schema(
            required = true,
            description =
                "A text, a list of at most 2048 texts, a list of tokens, or a list of at most 2048 lists of tokens")
        Object input,
    @Schema(nullable = true, minimum = "1", description = "Numbers of each vector")
        Integer dimensions,
    @Schema(
            nullable = true,
            enumeration = {"float", "base64"},
            description = "How vectors are written; default float")
        String encoding_format,
    @Schema(nullable = true, description = "The caller's name for its user") String user,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description =
                "Whether other providers of the same model may answer when the first fails; default true")
        Boolean fallback) {}
