package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.chain.AdjustableTimeouts;
import dev.ziggurat.gateway.Trouble.Effect;
import dev.ziggurat.gateway.responses.EventOrder;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
class FaultMatrixTest {

  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Enough for a request to arrive, on a busy machine too. */
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final List<Provider> CHAIN = Providers.builtIn().inOrder();

  /** Contexts of the models that answer by default, in the order of the chain. */
  private static final List<Integer> CONTEXTS = List.of(128_000, 131_072, 1_000_000, 128_000);

  /** Troubles in which the form of an answer matters, that differs most in a stream of vLLM. */
  private static final List<String> FORMS =
      List.of(
          "\"emptyAnswer\":true",
          "\"finishReason\":\"abort\"",
          "\"unfinished\":true",
          "\"errorAfterChunks\":2",
          "\"errorInside\":400",
          "\"looseFormat\":true");

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

  private static final Pattern EVENT = Pattern.compile("data: (\\{.*})");
  private static final Pattern EVENT_NAME = Pattern.compile("event: (\\w+)");

  @Inject Arena arena;
  @Inject AdjustableTimeouts timeouts;

  /**
   * One of the matrix.
   *
   * @param place whose trouble it is, in the chain; those before it have no key that is right,
   *     those after it are well. -1: everybody's
   * @param vllm whether it is vLLM that answers at their addresses
   */
  record Cell(Trouble trouble, int place, boolean stream, boolean vllm) {

    String faults() {
      return CHAIN.stream()
          .map(
              provider ->
                  "\"%s\":{%s%s}"
                      .formatted(provider.id(), server(provider), fault(CHAIN.indexOf(provider))))
          .collect(Collectors.joining(",", "{", "}"));
    }

    private String server(Provider provider) {
      return vllm && !provider.equals(Provider.CLAUDE) ? "\"server\":\"vllm\"," : "";
    }

    private String fault(int position) {
      if (place < 0 || position == place) {
        return trouble.fault().contains("latency")
            ? trouble.fault()
            : trouble.fault() + ",\"latencyMillis\":0";
      }
      return position < place ? "\"status\":401" : "\"latencyMillis\":0";
    }

    /** Who answers, if anybody does. */
    Optional<Provider> answers() {
      var first = Math.max(place, 0);
      return switch (trouble.effect(stream)) {
        case ANSWERED, REFUSED, BROKEN -> Optional.of(CHAIN.get(first));
        case INVALID, NEXT ->
            place < 0 ? Optional.empty() : CHAIN.stream().skip(first + 1L).findFirst();
        case LARGER ->
            place < 0
                ? Optional.empty()
                : CHAIN.stream()
                    .skip(first + 1L)
                    .filter(next -> CONTEXTS.get(CHAIN.indexOf(next)) > CONTEXTS.get(first))
                    .findFirst();
      };
    }

    @Override
    public String toString() {
      return "%s at %s, %s%s"
          .formatted(
              trouble.fault(),
              place < 0 ? "everybody" : CHAIN.get(place).id(),
              stream ? "streamed" : "whole",
              vllm ? ", vLLM" : "");
    }
  }

  /** Every trouble at every place in each mode; of vLLM at the first, the last and everybody's. */
  static Stream<Cell> matrix() {
    return Trouble.all().stream()
        .flatMap(
            trouble ->
                IntStream.range(-1, CHAIN.size())
                    .boxed()
                    .flatMap(
                        place ->
                            Stream.of(true, false)
                                .flatMap(
                                    stream ->
                                        Stream.of(true, false)
                                            .map(vllm -> new Cell(trouble, place, stream, vllm)))))
        .filter(cell -> !cell.vllm() || !List.of(1, 2).contains(cell.place()));
  }

  /**
   * Every trouble once, at places and in modes that go round, and those in which an answer has an
   * unusual form with vLLM too.
   */
  static Stream<Cell> everyTroubleOnce() {
    var troubles = Trouble.all();
    return matrix()
        .filter(
            cell -> {
              var turn = troubles.indexOf(cell.trouble());
              return cell.vllm()
                  ? FORMS.contains(cell.trouble().fault()) && cell.place() <= 0 && cell.stream()
                      || cell.trouble().fault().contains("errorInside\":400") && !cell.stream()
                  : cell.stream() == (turn % 2 == 0) && cell.place() == turn % 5 - 1;
            });
  }

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyTroubleOnce")
  @DisabledIfSystemProperty(
      named = "ziggurat.full",
      matches = "true",
      disabledReason = "the whole matrix is played")
  void theCallerIsServedOrTold(Cell cell) {
    isServedOrTold(cell);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  @Tag("full")
  void theCallerIsServedOrToldWhereverTheTroubleIs(Cell cell) {
    isServedOrTold(cell);
  }

  /** The chain is the same; what tells a failure after the first content is the API's own. */
  static Stream<Cell> firstProvidersTroublesInOtherApis() {
    return matrix()
        .filter(cell -> cell.place() == 0 && !cell.vllm() && IN_OTHER_APIS.test(cell.trouble()))
        .filter(Cell::stream);
  }

  /** OpenAI, the last of the chain, is asked in this API itself. */
  static Stream<Cell> openAisTroublesInItsOwnApi() {
    return matrix()
        .filter(cell -> cell.place() == CHAIN.size() - 1 && !cell.vllm())
        .filter(cell -> cell.answers().isPresent());
  }

  static Stream<Cell> someOfOpenAisTroublesInItsOwnApi() {
    return openAisTroublesInItsOwnApi()
        .filter(
            cell ->
                cell.stream()
                    && List.of(
                            "\"refusal\":true",
                            "\"looseFormat\":true",
                            "\"unfinished\":true",
                            "\"errorAfterChunks\":2")
                        .contains(cell.trouble().fault()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("openAisTroublesInItsOwnApi")
  @Tag("full")
  void theCallerOfResponsesIsServedOrToldWhateverOpenAisTroubleIs(Cell cell) {
    isServedOrToldAsResponse(cell);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("someOfOpenAisTroublesInItsOwnApi")
  void theCallerOfResponsesIsServedOrToldByOpenAi(Cell cell) {
    isServedOrToldAsResponse(cell);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstProvidersTroublesInOtherApis")
  void theCallerOfResponsesIsServedOrTold(Cell cell) {
    isServedOrToldAsResponse(cell);
  }

  private void isServedOrToldAsResponse(Cell cell) {
    arena.faults(cell.faults());
    shortenWaits(cell);
    var response = call(cell.stream(), "/v1/responses", "\"input\": \"hello there\"");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.header("X-Ziggurat-Provider")).isEqualTo(cell.answers().orElseThrow().id());
    var end =
        cell.stream()
            ? EventOrder.of(response.asString()).check().types().getLast()
            : "response." + response.jsonPath().getString("status");
    assertThat(end)
        .isEqualTo(
            cell.trouble().effect(cell.stream()) == Effect.BROKEN
                ? "response.failed"
                : "response.completed");
    checkLedger(cell, response.header("X-Request-Id"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstProvidersTroublesInOtherApis")
  void theCallerOfMessagesIsServedOrTold(Cell cell) {
    arena.faults(cell.faults());
    shortenWaits(cell);
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
    assertThat(types.getLast())
        .isEqualTo(cell.trouble().effect(true) == Effect.BROKEN ? "error" : "message_stop");
    checkLedger(cell, response.header("X-Request-Id"));
  }

  private static Response call(boolean stream, String path, String question) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .header("X-Ziggurat-Limit-Millis", DEADLINE.toMillis())
        .contentType(ContentType.JSON)
        .body("{\"stream\": %s, %s}".formatted(stream, question))
        .post(path);
  }

  /** No provider is waited for longer than it must be to see that it does not answer. */
  private void shortenWaits(Cell cell) {
    if (!cell.trouble().takesTooLong()) {
      return;
    }
    var sick = cell.place() < 0 ? CHAIN : List.of(CHAIN.get(cell.place()));
    switch (cell.trouble().effect(cell.stream())) {
      case NEXT -> timeouts.answersWithin(sick, SHORT);
      case BROKEN -> timeouts.stallsAfter(sick, SHORT);
      default -> {
        // It answers all the same.
      }
    }
  }

  private void isServedOrTold(Cell cell) {
    arena.faults(cell.faults());
    shortenWaits(cell);
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
        checkWhole(cell, response);
      }
    } else {
      assertThat(response.statusCode()).as(text).isIn(400, 429, 503);
      assertThat(response.statusCode() == 400)
          .as(text)
          .isEqualTo(cell.trouble().effect(cell.stream()) == Effect.INVALID || onlyTooLong(cell));
      assertThat(response.jsonPath().getString("error.message")).isNotBlank();
    }
    checkLedger(cell, response.header("X-Request-Id"));
  }

  /** Where nobody else was asked, a request that is too long is the caller's mistake. */
  private static boolean onlyTooLong(Cell cell) {
    return cell.trouble().effect(cell.stream()) == Effect.LARGER && cell.place() <= 0;
  }

  private static void checkWhole(Cell cell, Response response) {
    var choice = response.jsonPath();
    var said = choice.getString("choices[0].message.content");
    var refusal = choice.getString("choices[0].message.refusal");
    assertThat(Stream.of(Optional.ofNullable(said), Optional.ofNullable(refusal)))
        .anyMatch(words -> words.filter(text -> !text.isBlank()).isPresent());
    if (cell.answers().get() != CHAIN.get(Math.max(cell.place(), 0))) {
      assertThat(said).contains("2 words");
    }
  }

  private static void checkStream(Cell cell, String text) {
    var said =
        EVENT
            .matcher(text)
            .results()
            .map(event -> JsonPath.from(event.group(1)))
            .flatMap(
                chunk ->
                    Stream.of("content", "refusal")
                        .map(field -> chunk.getString("choices[0].delta." + field)))
            .filter(piece -> piece != null)
            .collect(Collectors.joining());
    assertThat(said).isNotBlank();
    if (cell.trouble().effect(true) == Effect.BROKEN) {
      assertThat(text).contains("\"stream_broken\"").doesNotContain("[DONE]");
    } else {
      assertThat(text).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
    }
  }

  /** Whatever went out to a provider is one row; at most one of them is a good answer. */
  private void checkLedger(Cell cell, String call) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(attempts(call)).isEqualTo(requests()));
    var good =
        arena.rows("select provider from attempt where call_id = ?::uuid and outcome = 'OK'", call);
    var whole = cell.answers().isPresent() && cell.trouble().effect(cell.stream()) != Effect.BROKEN;
    assertThat(good).isEqualTo(whole ? List.of(cell.answers().get().id()) : List.of());
  }

  /**
   * The requests of this call that the ledger knows: one per attempt, and one more where it was
   * repeated because the server had closed the connection. What others are still writing down is no
   * part of it.
   */
  private long attempts(String call) {
    return arena.number(
        "select count(*) + count(*) filter (where reason like 'repeated once, %') from attempt where call_id = ?::uuid and outcome <> 'SKIPPED'",
        call);
  }

  private static long requests() {
    var seen = given().get("/simulator/observations").jsonPath();
    return Providers.builtIn().inOrder().stream()
        .mapToLong(provider -> seen.getLong("providers." + provider.id() + ".requests"))
        .sum();
  }
}
