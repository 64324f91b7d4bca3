package dev.ziggurat.gateway;

import dev.ziggurat.gateway.texts.CallText.Answer;
import dev.ziggurat.gateway.texts.CallText.ToolCallText;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the pieces of one answer as text, up to a number of characters. */
final class AnswerTranscript {

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final Map<Integer, ToolCallTranscript> toolCalls = new TreeMap<>();
  private Optional<String> finishReason = Optional.empty();
  private int left;
  private boolean cut;

  private record ToolCallTranscript(String name, StringBuilder arguments) {}

  AnswerTranscript(int maxCharacters) {
    this.left = maxCharacters;
  }

  void add(AnswerPiece piece) {
    switch (piece) {
      case AnswerPiece.Text said -> append(text, said.text());
      case AnswerPiece.Reasoning thought -> append(reasoning, thought.text());
      case AnswerPiece.Refusal declined -> append(refusal, declined.text());
      case AnswerPiece.ToolCallStart start -> begin(start);
      case AnswerPiece.ToolArguments more ->
          append(toolCalls.get(more.index()).arguments(), more.text());
      case AnswerPiece.Finish finish -> finishReason = Optional.of(finish.reason());
      case AnswerPiece.Usage _ -> {
        // The ledger has it.
      }
    }
  }

  private void begin(AnswerPiece.ToolCallStart start) {
    var name = new StringBuilder();
    append(name, start.name());
    toolCalls.put(start.index(), new ToolCallTranscript(name.toString(), new StringBuilder()));
  }

  private void append(StringBuilder to, String more) {
    var end = Math.min(left, more.length());
    if (end > 0 && end < more.length() && Character.isHighSurrogate(more.charAt(end - 1))) {
      end--;
    }
    to.append(more, 0, end);
    left -= end;
    cut |= end < more.length();
  }

  /**
   * What was collected.
   *
   * @param error what the caller was told in the middle of it
   */
  Answer answer(Optional<String> error) {
    return new Answer(
        text.toString(),
        reasoning.toString(),
        refusal.toString(),
        toolCalls.values().stream()
            .map(call -> new ToolCallText(call.name(), call.arguments().toString()))
            .toList(),
        finishReason,
        error,
        cut);
  }
}
