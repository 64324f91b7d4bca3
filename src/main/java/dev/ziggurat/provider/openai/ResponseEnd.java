package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.Optional;

/**
 * How a response ended.
 *
 * @param reported its status, or why it is incomplete
 * @param explanation why the answer was withheld, if it was
 */
record ResponseEnd(String reported, FinishReason finish, Optional<String> explanation) {

  private static final int MAX_REASON = 60;

  /** Reads the status of a response. */
  static ResponseEnd of(JsonNode response, ResponseContent said) {
    var status = response.path("status").asText("");
    return switch (status) {
      case "completed" ->
          said.refusal().isBlank()
              ? new ResponseEnd(
                  status,
                  said.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
                  Optional.empty())
              : new ResponseEnd(status, FinishReason.REFUSAL, Optional.of(said.refusal()));
      case "incomplete" -> incomplete(response.at("/incomplete_details/reason").asText(""));
      default -> new ResponseEnd(status, FinishReason.OTHER, Optional.empty());
    };
  }

  private static ResponseEnd incomplete(String reason) {
    return switch (reason) {
      case "max_output_tokens" -> new ResponseEnd(reason, FinishReason.LENGTH, Optional.empty());
      case "content_filter" ->
          new ResponseEnd(
              reason,
              FinishReason.REFUSAL,
              Optional.of("the provider's content filter withheld the answer"));
      default -> new ResponseEnd(reason, FinishReason.OTHER, Optional.empty());
    };
  }

  /**
   * Returns the answer.
   *
   * @throws UnusableAnswer when it did not end as a complete one
   */
  Completion checked(Completion answer) {
    if (finish.complete()) {
      return answer;
    }
    throw UnusableAnswer.cut(
        reported.isEmpty()
            ? "the answer ended before it was complete: it has no status"
            : "the answer was cut: it ended with `%s`"
                .formatted(reported.substring(0, Math.min(reported.length(), MAX_REASON))),
        answer);
  }
}
