package dev.ziggurat.gateway.chat;

import dev.ziggurat.gateway.GatewayRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the request body in OpenAPI; {@link GatewayRequest} parses it. */
@Schema(
    name = "ChatCompletionRequest",
    description =
        "OpenAI's request. Fields not listed here are forwarded unchanged, or translated for the provider",
    additionalProperties = Schema.True.class)
record ChatCompletionRequestSchema(
    @Schema(
            nullable = true,
            description =
                "A catalogue id, with or without a provider's prefix, or auto (the default): the admin's choice")
        String model,
    @Schema(required = true, minItems = 1) List<Message> messages,
    @Schema(nullable = true, description = "Whether to stream the answer as events") Boolean stream,
    @Schema(nullable = true, minimum = "1", maximum = "128", description = "Number of answers")
        Integer n,
    @Schema(nullable = true, minimum = "1") Integer max_completion_tokens,
    @Schema(nullable = true, minimum = "1", deprecated = true) Integer max_tokens,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description = "Whether other providers may answer when the first fails; default true")
        Boolean fallback) {

  /** One message of a conversation. */
  @Schema(name = "ChatMessage", additionalProperties = Schema.True.class)
  record Message(
      @Schema(required = true, description = "system, developer, user, assistant or tool")
          String role,
      @Schema(nullable = true, description = "A text, or a list of parts") Object content) {}
}
