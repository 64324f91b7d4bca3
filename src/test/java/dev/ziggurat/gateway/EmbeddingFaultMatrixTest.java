package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Hurried;
import dev.ziggurat.gateway.Trouble.Effect;
import dev.ziggurat.llm.Provider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of one of two providers that serve the same model of vectors: no wrong 200, no wait
 * past the deadline, no call that is paid for twice or not at all. Usually some of each kind;
 * {@code -Pfull} plays everything.
 */
@QuarkusTest
@TestProfile(Hurried.class)
class EmbeddingFaultMatrixTest extends FaultMatrix {

  private static final String MODEL = "BAAI/bge-m3";
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Those that serve the model, in the order of the chain. */
  private static final List<Provider> SERVING = List.of(Provider.WANDB, Provider.OPENAI);

  /** Where the model was added; 0 before it was. */
  private static int servedAt;

  /** Some of each kind. */
  private static final List<String> USUAL =
      List.of(
          "\"status\":400",
          "\"status\":429,\"retryAfterSeconds\":60",
          "\"status\":500,\"only\":{\"first\":1}",
          "\"status\":503",
          "\"hang\":true",
          "\"truncatedJson\":true",
          "\"emptyAnswer\":true",
          "\"garbage\":true",
          "\"errorInside\":429",
          "\"wrongUsage\":true");

  /** What spoils the words of an answer spoils no vector. */
  private static final List<String> OF_WORDS =
      List.of("refusal", "thinkTags", "fenced", "chatter", "finishReason");

  /**
   * One of the matrix.
   *
   * @param place whose trouble it is; one before it has no key that is right
   */
  record Cell(Trouble trouble, int place) {

    String faults() {
      var sick = trouble.fault();
      var own = sick.contains("latency") ? sick : sick + ",\"latencyMillis\":0";
      return "{\"wandb\":{\"server\":\"vllm\",%s},\"openai\":{\"server\":\"vllm\",%s}}"
          .formatted(place == 0 ? own : "\"status\":401", place == 1 ? own : "\"latencyMillis\":0");
    }

    Effect effect() {
      if (OF_WORDS.stream().anyMatch(trouble.fault()::contains)) {
        return Effect.ANSWERED;
      }
      return trouble.fault().contains("garbage") ? Effect.NEXT : trouble.effect(false);
    }

    Optional<Provider> answers() {
      return switch (effect()) {
        case ANSWERED -> Optional.of(SERVING.get(place));
        case NEXT, INVALID -> SERVING.stream().skip(place + 1L).findFirst();
        // Both have the same context.
        case LARGER -> Optional.empty();
        case REFUSED, BROKEN -> throw new IllegalStateException("vectors are not cut or refused");
      };
    }

    @Override
    public String toString() {
      return "%s at %s".formatted(trouble.fault(), SERVING.get(place).id());
    }
  }

  static Stream<Cell> matrix() {
    return Trouble.all().stream()
        .flatMap(trouble -> Stream.of(0, 1).map(place -> new Cell(trouble, place)));
  }

  static Stream<Cell> someOfEachKind() {
    return matrix()
        .filter(
            cell ->
                USUAL.contains(cell.trouble().fault())
                    && cell.place() == USUAL.indexOf(cell.trouble().fault()) % 2);
  }

  /** Once for all: no fault changes who serves the model. */
  @BeforeEach
  void serve() {
    if (servedAt == RestAssured.port) {
      return;
    }
    for (var provider : SERVING) {
      admin()
          .body(
              """
              {"provider": "%s", "id": "%s", "contextTokens": 8192, "can": ["EMBEDDINGS"],
               "prices": [{"input": 0.01, "output": 0}]}"""
                  .formatted(provider.id(), MODEL))
          .post("/api/admin/models")
          .then()
          .statusCode(201);
    }
    servedAt = RestAssured.port;
  }

  @AfterAll
  static void leaveAsItWas() {
    for (var provider : SERVING) {
      admin()
          .port(servedAt)
          .delete("/api/admin/models/" + provider.id() + '/' + MODEL)
          .then()
          .statusCode(200);
    }
    servedAt = 0;
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("someOfEachKind")
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
  void theCallerIsServedOrToldWhateverTheTroubleIs(Cell cell) {
    isServedOrTold(cell);
  }

  private void isServedOrTold(Cell cell) {
    arena.faults(cell.faults());
    if (cell.trouble().takesTooLong() && cell.effect() == Effect.NEXT) {
      timeouts.answersWithin(List.of(SERVING.get(cell.place())), SHORT);
    }
    var start = System.nanoTime();
    var response =
        admin()
            .header("X-Ziggurat-Limit-Millis", DEADLINE.toMillis())
            .body("{\"model\": \"%s\", \"input\": [\"hello\", \"there\"]}".formatted(MODEL))
            .post("/v1/embeddings");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plus(MARGIN));
    var text = response.asString();
    if (cell.answers().isPresent()) {
      assertThat(response.statusCode()).as(text).isEqualTo(200);
      assertThat(response.header("X-Ziggurat-Provider")).isEqualTo(cell.answers().get().id());
      var data = new JsonObject(text).getJsonArray("data");
      assertThat(data)
          .extracting(each -> ((JsonObject) each).getInteger("index"))
          .containsExactly(0, 1);
      assertThat(data.getJsonObject(1).getJsonArray("embedding")).hasSize(1024);
    } else {
      var ofTheCaller = cell.effect() == Effect.INVALID || cell.effect() == Effect.LARGER;
      assertThat(response.statusCode()).as(text).isIn(400, 429, 503);
      assertThat(response.statusCode() == 400).as(text).isEqualTo(ofTheCaller && onlyRead(cell));
      assertThat(new JsonObject(text).getJsonObject("error").getString("message")).isNotBlank();
    }
    checkLedger(response.header("X-Request-Id"), cell.answers());
  }

  /** Where another one was asked that could not read the request, it may be valid. */
  private static boolean onlyRead(Cell cell) {
    return cell.effect() == Effect.INVALID || cell.place() == 0;
  }
}
