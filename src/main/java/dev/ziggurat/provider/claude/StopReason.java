package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.Optional;

/**
 * Why Claude stopped.
 *
 * @param reported the stop reason; empty before there is one
 * @param explanation why an answer was refused
 */
record StopReason(String reported, Optional<String> explanation) {

  static final StopReason NONE = new StopReason("", Optional.empty());

  private static final int MAX_REASON = 60;

  /** Reads {@code stop_reason} and {@code stop_details}, which a message and a delta have alike. */
  static StopReason of(JsonNode stopped) {
    var details = stopped.path("stop_details");
    return new StopReason(
        stopped.path("stop_reason").asText(""),
        Optional.ofNullable(details.path("explanation").textValue())
            .or(() -> Optional.ofNullable(details.path("category").textValue())));
  }

  /** This reason, or the earlier one where this says nothing. */
  StopReason or(StopReason earlier) {
    return reported.isEmpty() ? earlier : this;
  }

  /**
   * The reason as a caller of Claude's own API has it, who goes on after {@code pause_turn}: for
   * others such an answer is cut by its limit.
   */
  StopReason inOwnApi() {
    return reported.equals("pause_turn") ? new StopReason("max_tokens", explanation) : this;
  }

  /**
   * Only these mean a complete answer; after {@code pause_turn} the client would have to go on,
   * which OpenAI's format cannot say.
   */
  FinishReason finish() {
    return switch (reported) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      default -> FinishReason.OTHER;
    };
  }

  /** Why the answer was refused; empty if it was not. */
  Optional<String> refusal() {
    return finish() == FinishReason.REFUSAL
        ? explanation.or(() -> Optional.of("the model declined to answer"))
        : Optional.empty();
  }

  /**
   * Returns the answer.
   *
   * @throws UnusableAnswer when this is no reason that means a complete answer
   */
  Completion checked(Completion answer) {
    if (answer.finishReason().complete()) {
      return answer;
    }
    throw UnusableAnswer.cut(
        reported.isEmpty()
            ? "the answer ended before it was complete: it has no stop reason"
            : "the answer was cut: its stop reason is `%s`"
                .formatted(reported.substring(0, Math.min(reported.length(), MAX_REASON))),
        answer);
  }
}
