package dev.ziggurat.gateway.messages;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes the request body in OpenAPI; {@link MessagesReader} reads it. */
@Schema(
    name = "MessagesRequest",
    description =
        "Anthropic's request. Sent to Claude as it is, and translated for other providers",
    additionalProperties = Schema.True.class)
record MessagesRequestSchema(
    @Schema(
            nullable = true,
            description =
                "A catalogue id, with or without a provider's prefix, or auto (the default): the admin's choice")
        String model,
    @Schema(minimum = "1", description = "Required, but not to count tokens") Integer max_tokens,
    @Schema(required = true, minItems = 1) List<Message> messages,
    @Schema(nullable = true, description = "Instructions: a text, or a list of text blocks")
        Object system,
    @Schema(nullable = true, description = "Whether to stream the answer as events") Boolean stream,
    @Schema(nullable = true, description = "team/project that W&B attributes the call to")
        String project,
    @Schema(
            nullable = true,
            description = "Whether other providers may answer when the first fails; default true")
        Boolean fallback) {

  /** One message of a conversation. */
  @Schema(name = "MessagesMessage", additionalProperties = Schema.True.class)
  record Message(
      @Schema(required = true, description = "user or assistant") String role,
      @Schema(required = true, description = "A text, or a list of content blocks")
          Object content) {}
}
