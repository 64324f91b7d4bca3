package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The answer of {@code POST /v1/messages}. Everything may be missing; the rest is ignored. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record MessagesAnswer(
    String id,
    String model,
    List<Block> content,
    @JsonProperty("stop_reason") String stopReason,
    @JsonProperty("stop_details") StopDetails stopDetails,
    Usage usage) {

  /** A block of any type: a text, a tool use, thinking, or one that is yet to be invented. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Block(String type, String text, String id, String name, JsonNode input) {}

  /** Why an answer was refused. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record StopDetails(String category, String explanation) {}

  /** Tokens; here the cached and cache-write ones are not part of {@code input_tokens}. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Usage(
      @JsonProperty("input_tokens") Long inputTokens,
      @JsonProperty("output_tokens") Long outputTokens,
      @JsonProperty("cache_creation_input_tokens") Long cacheCreationInputTokens,
      @JsonProperty("cache_read_input_tokens") Long cacheReadInputTokens,
      @JsonProperty("output_tokens_details") OutputDetails outputDetails) {}

  /** What the output's tokens were for. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record OutputDetails(@JsonProperty("thinking_tokens") Long thinkingTokens) {}
}
