package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The response of {@code POST /v1/messages}. Any field may be null; unknown ones are ignored. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record MessagesAnswer(
    String id,
    String model,
    List<Block> content,
    @JsonProperty("stop_reason") String stopReason,
    @JsonProperty("stop_details") StopDetails stopDetails,
    Usage usage) {

  /** A content block: text, tool use, thinking, or a type that is unknown here. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Block(String type, String text, String id, String name, JsonNode input) {}

  /** Why an answer was refused. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record StopDetails(String category, String explanation) {}

  /** Token counts; {@code input_tokens} excludes cached and cache-write tokens. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Usage(
      @JsonProperty("input_tokens") Long inputTokens,
      @JsonProperty("output_tokens") Long outputTokens,
      @JsonProperty("cache_creation_input_tokens") Long cacheCreationInputTokens,
      @JsonProperty("cache_read_input_tokens") Long cacheReadInputTokens,
      @JsonProperty("output_tokens_details") OutputDetails outputDetails) {}

  /** Breakdown of the output tokens. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record OutputDetails(@JsonProperty("thinking_tokens") Long thinkingTokens) {}
}
