package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The body of {@code POST /chat/completions}; null fields are omitted. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatCompletionRequest(
    String model,
    List<Message> messages,
    @JsonProperty("max_tokens") Integer maxTokens,
    @JsonProperty("max_completion_tokens") Integer maxCompletionTokens,
    Double temperature,
    @JsonProperty("response_format") ResponseFormat responseFormat) {

  /** One message. */
  @RegisterForReflection
  record Message(String role, String content) {}

  /** {@code json_schema} with its schema, or {@code json_object} without. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ResponseFormat(String type, @JsonProperty("json_schema") JsonSchema jsonSchema) {}

  /** The JSON Schema of the answer. */
  @RegisterForReflection
  record JsonSchema(String name, boolean strict, JsonNode schema) {}
}
