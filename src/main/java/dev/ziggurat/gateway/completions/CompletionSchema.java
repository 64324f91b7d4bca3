package dev.ziggurat.gateway.completions;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An OpenAI text completion, for the API description. */
@Schema(name = "Completion", additionalProperties = Schema.True.class)
record CompletionSchema(
    @Schema(required = true, description = "cmpl- with the call's id") String id,
    @Schema(required = true, enumeration = "text_completion") String object,
    @Schema(required = true, description = "In seconds since 1970") long created,
    @Schema(required = true, description = "The model that answered") String model,
    @Schema(required = true) List<Choice> choices,
    @Schema(nullable = true) Usage usage) {

  /** One of the answers. */
  @Schema(name = "CompletionChoice", additionalProperties = Schema.True.class)
  record Choice(
      @Schema(required = true) String text,
      @Schema(required = true) int index,
      @Schema(required = true, nullable = true, description = "Always null") Object logprobs,
      @Schema(required = true, nullable = true, description = "stop, length or content_filter")
          String finish_reason) {}

  /** Token counts. */
  @Schema(name = "CompletionUsage", additionalProperties = Schema.True.class)
  record Usage(long prompt_tokens, long completion_tokens, long total_tokens) {}
}
