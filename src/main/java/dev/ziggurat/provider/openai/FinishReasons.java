package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.FinishReason;
import java.util.Locale;
import java.util.Optional;

/**
 * The finish reasons that mean a complete answer. All others, such as {@code abort} (vLLM), {@code
 * error} (OpenRouter, Mistral) and {@code insufficient_system_resource} (DeepSeek), mean that it
 * was cut.
 */
final class FinishReasons {

  private FinishReasons() {}

  /** The reason in OpenAI's words; empty if it does not mean a complete answer. */
  static Optional<String> openAi(String reported) {
    return switch (reported.toLowerCase(Locale.ROOT)) {
      // Together: eos; TGI: eos_token, stop_sequence; proxies of Claude: end_turn.
      case "stop", "eos", "eos_token", "stop_sequence", "end_turn" -> Optional.of("stop");
      // Mistral: model_length; proxies of Claude and Gemini: the others.
      case "length", "model_length", "max_tokens", "model_context_window_exceeded" ->
          Optional.of("length");
      case "tool_calls", "tool_use" -> Optional.of("tool_calls");
      case "function_call" -> Optional.of("function_call");
      case "content_filter", "safety", "refusal" -> Optional.of("content_filter");
      default -> Optional.empty();
    };
  }

  static FinishReason of(String reported) {
    return switch (openAi(reported).orElse("")) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.REFUSAL;
      default -> FinishReason.OTHER;
    };
  }
}
