package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.gateway.texts.CallText.ToolCallText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts of an answer are put together, within their bound. */
class AnswerTranscriptTest {

  @Test
  void piecesOfAllKindsAreCollected() {
    var transcript = new AnswerTranscript(1_000);
    List.of(
            new AnswerPiece.Reasoning("let me "),
            new AnswerPiece.Reasoning("see"),
            new AnswerPiece.Text("one", Optional.empty()),
            new AnswerPiece.Text(" two", Optional.empty()),
            new AnswerPiece.ToolCallStart(1, "b", "second", false),
            new AnswerPiece.ToolCallStart(0, "a", "first", false),
            new AnswerPiece.ToolArguments(1, "{\"x\""),
            new AnswerPiece.ToolArguments(0, "{}"),
            new AnswerPiece.ToolArguments(1, ":1}"),
            new AnswerPiece.Finish("tool_calls"))
        .forEach(transcript::add);
    var answer = transcript.answer(Optional.empty());
    assertThat(answer.reasoning()).isEqualTo("let me see");
    assertThat(answer.text()).isEqualTo("one two");
    assertThat(answer.toolCalls())
        .containsExactly(new ToolCallText("first", "{}"), new ToolCallText("second", "{\"x\":1}"));
    assertThat(answer.finishReason()).contains("tool_calls");
    assertThat(answer.cut()).isFalse();
  }

  @Test
  void aLongAnswerIsCutAndSaysSo() {
    var transcript = new AnswerTranscript(10);
    transcript.add(new AnswerPiece.Text("123456789", Optional.empty()));
    transcript.add(new AnswerPiece.Text("\uD83D\uDE00 and more", Optional.empty()));
    var answer = transcript.answer(Optional.empty());
    assertThat(answer.text()).as("no half of a character").isEqualTo("123456789");
    assertThat(answer.cut()).isTrue();
  }
}
