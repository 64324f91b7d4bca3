package dev.ziggurat.gateway.texts;

import dev.ziggurat.db.OwnedRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The texts of a call.
 *
 * @param callId the call's id in the ledger
 * @param owner the key's id; zeros for an admin
 * @param api the path that was called, such as {@code /v1/chat/completions}
 * @param request the body as the caller sent it
 * @param requestCut whether the end of the request is missing
 */
public record CallText(
    UUID callId,
    UUID owner,
    Instant at,
    String api,
    String request,
    boolean requestCut,
    Answer answer)
    implements OwnedRow {

  /**
   * What was answered; of several answers the first. A text that was not answered is empty.
   *
   * @param toolCalls in their order
   * @param finishReason in the words of chat completions, such as {@code stop}; empty when the
   *     answer did not come to its end
   * @param error what the caller was told instead of an answer, or in the middle of it
   * @param cut whether the end of the answer is missing here
   */
  public record Answer(
      String text,
      String reasoning,
      String refusal,
      List<ToolCallText> toolCalls,
      Optional<String> finishReason,
      Optional<String> error,
      boolean cut) {

    public Answer {
      toolCalls = List.copyOf(toolCalls);
    }

    /** No answer, and what the caller was told. */
    public static Answer failed(String error) {
      return new Answer("", "", "", List.of(), Optional.empty(), Optional.of(error), false);
    }
  }

  /**
   * A tool call of an answer.
   *
   * @param arguments as the model wrote them: JSON, or the text of a custom tool
   */
  public record ToolCallText(String name, String arguments) {}

  @Override
  public long bytes() {
    return 2L * (request.length() + answer.text().length() + answer.reasoning().length())
        + 2L * answer.toolCalls().stream().mapToInt(call -> call.arguments().length()).sum()
        + 1_000;
  }
}
