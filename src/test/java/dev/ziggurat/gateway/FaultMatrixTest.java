package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Hurried;
import dev.ziggurat.gateway.Trouble.Effect;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault, at every place of the chain, in both modes, before and after the first content: no
 * wrong 200, no wait past the deadline, no call that is paid for twice or not at all; with the
 * providers themselves, and with vLLM in the place of each that speaks chat completions. Usually a
 * part that covers every fault and every place; {@code -Pfull} plays everything.
 */
@QuarkusTest
@TestProfile(Hurried.class)
class FaultMatrixTest extends FaultMatrix {

  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Troubles in which the form of an answer matters, that differs most in a stream of vLLM. */
  private static final List<String> FORMS =
      List.of(
          "\"emptyAnswer\":true",
          "\"finishReason\":\"abort\"",
          "\"unfinished\":true",
          "\"errorAfterChunks\":2",
          "\"errorInside\":400",
          "\"looseFormat\":true");

  /** Of vLLM only at the first place, the last and everybody's. */
  static Stream<FaultCell> everyTroubleEverywhere() {
    return FaultCell.matrix();
  }

  /**
   * Every trouble once, at places and in modes that go round, and those in which an answer has an
   * unusual form with vLLM too.
   */
  static Stream<FaultCell> everyTroubleOnce() {
    var troubles = Trouble.all();
    return FaultCell.matrix()
        .filter(
            cell -> {
              var turn = troubles.indexOf(cell.trouble());
              return cell.vllm()
                  ? FORMS.contains(cell.trouble().fault()) && cell.place() <= 0 && cell.stream()
                      || cell.trouble().fault().contains("errorInside\":400") && !cell.stream()
                  : cell.stream() == (turn % 2 == 0) && cell.place() == turn % 5 - 1;
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyTroubleOnce")
  @DisabledIfSystemProperty(
      named = "ziggurat.full",
      matches = "true",
      disabledReason = "the whole matrix is played")
  void theCallerIsServedOrTold(FaultCell cell) {
    isServedOrTold(cell);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyTroubleEverywhere")
  @Tag("full")
  void theCallerIsServedOrToldWhereverTheTroubleIs(FaultCell cell) {
    isServedOrTold(cell);
  }

  private void isServedOrTold(FaultCell cell) {
    play(cell);
    var start = System.nanoTime();
    var response =
        call(
            cell.stream(),
            "/v1/chat/completions",
            "\"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]");
    var text = response.asString();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plus(MARGIN));

    if (cell.answers().isPresent()) {
      assertThat(response.statusCode()).as(text).isEqualTo(200);
      assertThat(response.header("X-Ziggurat-Provider")).isEqualTo(cell.answers().get().id());
      if (cell.stream()) {
        checkStream(cell, text);
      } else {
        checkWhole(cell, text);
      }
    } else {
      assertThat(response.statusCode()).as(text).isIn(400, 429, 503);
      assertThat(response.statusCode() == 400)
          .as(text)
          .isEqualTo(
              cell.trouble().effect(cell.stream()) == Effect.INVALID || cell.isOnlyTooLong());
      assertThat(new JsonObject(text).getJsonObject("error").getString("message")).isNotBlank();
    }
    checkLedger(cell, response.header("X-Request-Id"));
  }

  private static void checkWhole(FaultCell cell, String text) {
    var message =
        new JsonObject(text).getJsonArray("choices").getJsonObject(0).getJsonObject("message");
    var said = message.getString("content");
    var refusal = message.getString("refusal");
    assertThat(Stream.of(Optional.ofNullable(said), Optional.ofNullable(refusal)))
        .anyMatch(words -> words.filter(each -> !each.isBlank()).isPresent());
    if (cell.answers().get() != FaultCell.CHAIN.get(Math.max(cell.place(), 0))) {
      assertThat(said).contains("2 words");
    }
  }

  private static void checkStream(FaultCell cell, String text) {
    var said = StreamedText.said(text, "content", "refusal");
    assertThat(said).isNotBlank();
    if (cell.breaksOff()) {
      assertThat(text).contains("\"stream_broken\"").doesNotContain("[DONE]");
    } else {
      assertThat(text).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
    }
  }
}
