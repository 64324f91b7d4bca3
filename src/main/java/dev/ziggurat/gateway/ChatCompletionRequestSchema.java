package dev.ziggurat.gateway;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a chat completion is asked for with. It describes the body; {@link ChatBody} reads it. */
@Schema(
    name = "ChatCompletionRequest",
    description =
        "What OpenAI's API has: what is not listed here goes to the provider as it is, or in its own words",
    additionalProperties = Schema.True.class)
record ChatCompletionRequestSchema(
    @Schema(
            nullable = true,
            description =
                "An id of the catalogue, one behind a provider's prefix, or auto (as without one): what the admin chose")
        String model,
    @Schema(required = true, minItems = 1) List<Message> messages,
    @Schema(nullable = true, description = "Whether to answer piece by piece, as events")
        Boolean stream,
    @Schema(nullable = true, minimum = "1", maximum = "128", description = "How many answers")
        Integer n,
    @Schema(nullable = true, minimum = "1") Integer max_completion_tokens,
    @Schema(nullable = true, minimum = "1", deprecated = true) Integer max_tokens,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description =
                "Whether another provider may answer when the first cannot; true unless said")
        Boolean fallback) {

  /** One message of a conversation. */
  @Schema(name = "ChatMessage", additionalProperties = Schema.True.class)
  record Message(
      @Schema(required = true, description = "system, developer, user, assistant or tool")
          String role,
      @Schema(nullable = true, description = "A text, or a list of parts") Object content) {}
}
