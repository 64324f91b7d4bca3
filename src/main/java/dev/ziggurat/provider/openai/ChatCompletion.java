package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The answer of {@code POST /chat/completions}. Everything may be missing; what is not listed is
 * ignored, such as the thinking in {@code reasoning} or {@code reasoning_content}.
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record ChatCompletion(
    String id, String model, List<Choice> choices, Usage usage, @JsonProperty("x_groq") Groq groq) {

  /** One answer of possibly several. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Choice(@JsonProperty("finish_reason") String finishReason, Message message) {}

  /** What the model said. */
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

  /** Tokens; the prompt's include the cached, the completion's the reasoning. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Usage(
      @JsonProperty("prompt_tokens") Long promptTokens,
      @JsonProperty("completion_tokens") Long completionTokens,
      @JsonProperty("prompt_tokens_details") PromptDetails promptDetails,
      @JsonProperty("completion_tokens_details") CompletionDetails completionDetails) {}

  /** Where the prompt's tokens came from. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PromptDetails(@JsonProperty("cached_tokens") Long cachedTokens) {}

  /** What the completion's tokens were for. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CompletionDetails(@JsonProperty("reasoning_tokens") Long reasoningTokens) {}

  /** Groq's own id of the call. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Groq(String id) {}
}
