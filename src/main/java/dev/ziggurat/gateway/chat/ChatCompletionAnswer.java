package dev.ziggurat.gateway.chat;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An OpenAI chat completion, for the API description. */
@Schema(name = "ChatCompletion", additionalProperties = Schema.True.class)
record ChatCompletionAnswer(
    @Schema(required = true) String id,
    @Schema(required = true, enumeration = "chat.completion") String object,
    @Schema(required = true, description = "In seconds since 1970") long created,
    @Schema(required = true, description = "The model that answered") String model,
    @Schema(required = true) List<Choice> choices,
    @Schema(nullable = true) Usage usage) {

  /** One of the answers. */
  @Schema(name = "ChatChoice", additionalProperties = Schema.True.class)
  record Choice(
      @Schema(required = true) int index,
      @Schema(required = true) ChatCompletionRequestSchema.Message message,
      @Schema(nullable = true, description = "stop, length, tool_calls or content_filter")
          String finish_reason) {}

  /** Token counts. */
  @Schema(name = "ChatUsage", additionalProperties = Schema.True.class)
  record Usage(long prompt_tokens, long completion_tokens, long total_tokens) {}
}
