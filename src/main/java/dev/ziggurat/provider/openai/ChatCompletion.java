package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The response of {@code POST /chat/completions}. Any field may be null; unknown ones are ignored,
 * such as {@code reasoning} and {@code reasoning_content}.
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record ChatCompletion(
    String id, String model, List<Choice> choices, Usage usage, @JsonProperty("x_groq") Groq groq) {

  /** One of possibly several answers. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Choice(@JsonProperty("finish_reason") String finishReason, Message message) {}

  /** The message of the model. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Message(
      String content, String refusal, @JsonProperty("tool_calls") List<Call> toolCalls) {}

  /** A function call. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Call(String id, Function function) {}

  /** The function and its arguments, a JSON object as text. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Function(String name, String arguments) {}

  /** Token counts; prompt tokens include cached ones, completion tokens include reasoning. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Usage(
      @JsonProperty("prompt_tokens") Long promptTokens,
      @JsonProperty("completion_tokens") Long completionTokens,
      @JsonProperty("prompt_tokens_details") PromptDetails promptDetails,
      @JsonProperty("completion_tokens_details") CompletionDetails completionDetails) {}

  /** Breakdown of the prompt tokens. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PromptDetails(
      @JsonProperty("cached_tokens") Long cachedTokens,
      @JsonProperty("cache_write_tokens") Long cacheWriteTokens) {}

  /** Breakdown of the completion tokens. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CompletionDetails(@JsonProperty("reasoning_tokens") Long reasoningTokens) {}

  /** Groq's request id. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Groq(String id) {}
}
