package dev.ziggurat.gateway.embeddings;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** OpenAI's list of vectors, for the API description. */
@Schema(name = "EmbeddingList", additionalProperties = Schema.True.class)
record EmbeddingListSchema(
    @Schema(required = true, enumeration = "list") String object,
    @Schema(required = true, description = "One for each input, in its order") List<Vector> data,
    @Schema(required = true, description = "The model that answered") String model,
    @Schema(nullable = true) Tokens usage) {

  /** The vector of one input. */
  @Schema(name = "Embedding", additionalProperties = Schema.True.class)
  record Vector(
      @Schema(required = true, enumeration = "embedding") String object,
      @Schema(required = true) int index,
      @Schema(
              required = true,
              description = "A list of numbers, or base64 of 32-bit floats in little-endian order")
          Object embedding) {}

  /** Token counts. */
  @Schema(name = "EmbeddingUsage", additionalProperties = Schema.True.class)
  record Tokens(long prompt_tokens, long total_tokens) {}
}
