package dev.ziggurat.gateway.messages;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message of Anthropic's API, for the API description. */
@Schema(name = "Message", additionalProperties = Schema.True.class)
record MessageAnswer(
    @Schema(required = true) String id,
    @Schema(required = true, enumeration = "message") String type,
    @Schema(required = true, enumeration = "assistant") String role,
    @Schema(required = true, description = "The model that answered") String model,
    @Schema(required = true) List<Block> content,
    @Schema(
            required = true,
            nullable = true,
            description = "end_turn, max_tokens, stop_sequence, tool_use, pause_turn or refusal")
        String stop_reason,
    @Schema(required = true, nullable = true) String stop_sequence,
    @Schema(required = true) Usage usage) {

  /** A content block. */
  @Schema(name = "MessageBlock", additionalProperties = Schema.True.class)
  record Block(@Schema(required = true, description = "text, thinking, tool_use, …") String type) {}

  /** Token counts. */
  @Schema(name = "MessageUsage", additionalProperties = Schema.True.class)
  record Usage(
      @Schema(required = true, description = "Without those read from or written to the cache")
          long input_tokens,
      long cache_creation_input_tokens,
      long cache_read_input_tokens,
      @Schema(required = true) long output_tokens) {}
}
