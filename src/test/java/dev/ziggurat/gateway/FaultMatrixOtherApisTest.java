package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Hurried;
import dev.ziggurat.gateway.Trouble.Effect;
import dev.ziggurat.gateway.responses.EventOrder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fault matrix where the chain's outcome is written in another format than that of chat
 * completions: faults of the first provider, before and after the first content. Usually one of
 * each outcome; {@code -Pfull} plays everything.
 */
@QuarkusTest
@TestProfile(Hurried.class)
class FaultMatrixOtherApisTest extends FaultMatrix {

  /** Those after the first content, and some of each kind before it. */
  private static final Predicate<Trouble> IN_OTHER_APIS =
      trouble ->
          trouble.streamed() == Effect.BROKEN
              || List.of(
                      "\"status\":503",
                      "\"emptyAnswer\":true",
                      "\"refusal\":true",
                      "\"looseFormat\":true",
                      "\"cutAfterChunks\":0",
                      "\"errorAfterChunks\":0")
                  .contains(trouble.fault());

  /** One that the next provider answers, one that is told, one that breaks off. */
  private static final List<String> USUALLY =
      List.of("\"emptyAnswer\":true", "\"refusal\":true", "\"errorAfterChunks\":2");

  private static final List<String> OPENAIS_USUALLY =
      List.of("\"refusal\":true", "\"unfinished\":true", "\"errorAfterChunks\":2");

  private static final Pattern EVENT_NAME = Pattern.compile("event: (\\w+)");

  /** The chain is the same; what tells a failure after the first content is the API's own. */
  static Stream<FaultCell> firstProvidersTroubles() {
    return FaultCell.matrix()
        .filter(cell -> cell.place() == 0 && !cell.vllm() && cell.stream())
        .filter(cell -> IN_OTHER_APIS.test(cell.trouble()))
        .filter(
            cell ->
                Boolean.getBoolean("ziggurat.full") || USUALLY.contains(cell.trouble().fault()));
  }

  /** OpenAI, the last of the chain, is asked in this API itself. */
  static Stream<FaultCell> openAisTroubles() {
    return FaultCell.matrix()
        .filter(cell -> cell.place() == FaultCell.CHAIN.size() - 1 && !cell.vllm())
        .filter(cell -> cell.answers().isPresent())
        .filter(
            cell ->
                Boolean.getBoolean("ziggurat.full")
                    || cell.stream() && OPENAIS_USUALLY.contains(cell.trouble().fault()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"firstProvidersTroubles", "openAisTroubles"})
  void theCallerOfResponsesIsServedOrTold(FaultCell cell) {
    play(cell);
    var response = call(cell.stream(), "/v1/responses", "\"input\": \"hello there\"");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.header("X-Ziggurat-Provider")).isEqualTo(cell.answers().orElseThrow().id());
    var end =
        cell.stream()
            ? EventOrder.of(response.asString()).check().types().getLast()
            : "response." + response.jsonPath().getString("status");
    assertThat(end).isEqualTo(cell.breaksOff() ? "response.failed" : "response.completed");
    checkLedger(cell, response.header("X-Request-Id"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstProvidersTroubles")
  void theCallerOfMessagesIsServedOrTold(FaultCell cell) {
    play(cell);
    var response =
        call(
            true,
            "/v1/messages",
            "\"max_tokens\": 900, \"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.header("X-Ziggurat-Provider")).isEqualTo(cell.answers().orElseThrow().id());
    var types =
        EVENT_NAME.matcher(response.asString()).results().map(name -> name.group(1)).toList();
    assertThat(types.getFirst()).isEqualTo("message_start");
    assertThat(types.getLast()).isEqualTo(cell.breaksOff() ? "error" : "message_stop");
    checkLedger(cell, response.header("X-Request-Id"));
  }
}
