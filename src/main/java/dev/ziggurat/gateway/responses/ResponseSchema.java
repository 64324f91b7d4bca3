package dev.ziggurat.gateway.responses;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An OpenAI response, for the API description. */
@Schema(name = "Response", additionalProperties = Schema.True.class)
record ResponseSchema(
    @Schema(required = true, description = "resp_… with the call's id") String id,
    @Schema(required = true, enumeration = "response") String object,
    @Schema(required = true, description = "In seconds since 1970") long created_at,
    @Schema(required = true, description = "completed, incomplete or failed") String status,
    @Schema(required = true, description = "The model that answered") String model,
    @Schema(required = true, description = "reasoning, message, function_call, custom_tool_call")
        List<Object> output,
    @Schema(nullable = true) Usage usage) {

  /** Token counts. */
  @Schema(name = "ResponseUsage", additionalProperties = Schema.True.class)
  record Usage(long input_tokens, long output_tokens, long total_tokens) {}
}
