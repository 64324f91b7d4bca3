package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that keeps answers gives the same answer to the same call, and pays for it once. */
@QuarkusTest
class AnswersAgainTest {

  private static final String HIT = "hit";
  private static final String MISS = "miss";
  private static final String BYPASS = "bypass";

  @Inject Arena arena;

  private String id;
  private String secret;

  @BeforeEach
  void make() {
    arena.calm();
    var made =
        admin()
            .body("{\"name\": \"Keeps\", \"keepsAnswers\": true}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .body("key.keepsAnswers", equalTo(true))
            .extract()
            .jsonPath();
    id = made.getString("key.id");
    secret = made.getString("secret");
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private Response ask(String body, String... headers) {
    var request =
        given()
            .header("Authorization", "Bearer " + secret)
            .contentType(ContentType.JSON)
            .body(body);
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.post("/v1/chat/completions");
  }

  private static String body(String more) {
    return "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]"
        + more
        + "}";
  }

  private static String memory(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.header("X-Ziggurat-Cache");
  }

  /** How often providers were asked. */
  private static int asked() {
    var seen = given().get("/simulator/observations").jsonPath();
    return Arrays.stream(new String[] {"wandb", "groq", "claude", "openai"})
        .mapToInt(provider -> seen.getInt("providers." + provider + ".requests"))
        .sum();
  }

  private List<String> outcomes() {
    return arena.rows(
        "select outcome || ' ' || cost_nano || ' ' || at_most_nano from attempt"
            + " where key_id = ?::uuid order by at, cost_nano desc",
        id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"temperature\": 0", "\"seed\": 7", "\"temperature\": 0.0, \"n\": 2"})
  void theSameCallHasTheSameAnswerForNothing(String steady) {
    var first = ask(body(", " + steady));
    assertThat(memory(first)).isEqualTo(MISS);
    var again = ask(body(", " + steady));
    assertThat(memory(again)).isEqualTo(HIT);
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(again.contentType()).isEqualTo(first.contentType());
    assertThat(again.header("X-Ziggurat-Provider")).isEqualTo("wandb");
    assertThat(again.header("X-Ziggurat-Model")).isEqualTo(first.header("X-Ziggurat-Model"));
    assertThat(again.header("X-Ziggurat-Attempts")).isEqualTo("0");
    assertThat(again.header("X-Ziggurat-Cost")).isEqualTo("0.000000000");
    assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
    assertThat(asked()).isEqualTo(1);
    Awaitility.await().until(() -> outcomes().size() == 2);
    assertThat(outcomes().getFirst()).startsWith("OK ").doesNotContain(" 0");
    assertThat(outcomes().getLast()).isEqualTo("CACHED 0 0");
  }

  @Test
  void aStreamComesAgainChunkByChunk() {
    var steady = body(", \"temperature\": 0, \"stream\": true");
    var first = ask(steady);
    assertThat(memory(first)).isEqualTo(MISS);
    var again = ask(steady);
    assertThat(memory(again)).isEqualTo(HIT);
    assertThat(again.asString()).isEqualTo(first.asString()).endsWith("data: [DONE]\n\n");
    assertThat(again.contentType()).isEqualTo(first.contentType());
    assertThat(memory(ask(body(", \"temperature\": 0")))).isEqualTo(MISS);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void whoAsksMeanwhileWaitsForThatAnswer() throws Exception {
    arena.faults("{\"wandb\": {\"latencyMillis\": 800}}");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          pool.invokeAll(
              IntStream.range(0, 30)
                  .<Callable<Response>>mapToObj(_ -> () -> ask(body(", \"seed\": 1")))
                  .toList());
      assertThat(answers.stream().map(Future::resultNow).map(AnswersAgainTest::memory))
          .containsOnlyOnce(MISS)
          .containsOnly(MISS, HIT);
      assertThat(answers.stream().map(Future::resultNow).map(Response::asString).distinct())
          .hasSize(1);
    }
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void whatCameToNothingIsAskedAnew() throws Exception {
    arena.faults(
        "{\"wandb\": {\"status\": 401}, \"groq\": {\"status\": 401}, \"claude\": {\"status\": 401},"
            + " \"openai\": {\"status\": 401}}");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          pool.invokeAll(
              IntStream.range(0, 8)
                  .<Callable<Response>>mapToObj(_ -> () -> ask(body(", \"temperature\": 0")))
                  .toList());
      assertThat(answers.stream().map(Future::resultNow).map(Response::statusCode))
          .containsOnly(503);
    }
    arena.calm();
    assertThat(memory(ask(body(", \"temperature\": 0")))).isEqualTo(MISS);
  }

  @Test
  void aStreamThatBrokeOffIsNotGivenAgain() {
    var steady = body(", \"temperature\": 0, \"stream\": true");
    arena.faults("{\"wandb\": {\"cutAfterChunks\": 2}}");
    assertThat(ask(steady).asString()).doesNotContain("[DONE]");
    arena.calm();
    assertThat(memory(ask(steady))).isEqualTo(MISS);
  }

  /** One of two choices ended as it should; the other one never did. */
  @Test
  void aStreamWithAChoiceThatDidNotFinishIsNotGivenAgain() {
    var steady = body(", \"temperature\": 0, \"stream\": true, \"n\": 2");
    arena.faults("{\"wandb\": {\"unfinished\": true}}");
    assertThat(ask(steady).asString()).contains("stream_broken").doesNotContain("[DONE]");
    arena.calm();
    assertThat(memory(ask(steady))).isEqualTo(MISS);
  }

  @Test
  void onlyTheVerySameCallIsTheSame() {
    assertThat(memory(ask(body(", \"seed\": 1, \"user\": \"a\"")))).isEqualTo(MISS);
    assertThat(memory(ask(body(", \"user\": \"a\", \"seed\": 1")))).isEqualTo(HIT);
    assertThat(memory(ask(body(", \"seed\": 2, \"user\": \"a\"")))).isEqualTo(MISS);
    assertThat(memory(ask(body(", \"seed\": 1, \"user\": \"b\"")))).isEqualTo(MISS);
    assertThat(
            memory(
                ask(body(", \"seed\": 1, \"user\": \"a\""), "X-Ziggurat-Project", "team/project")))
        .isEqualTo(MISS);
    assertThat(memory(ask(body(", \"seed\": 1, \"user\": \"a\", \"fallback\": false"))))
        .isEqualTo(MISS);
    assertThat(
            memory(ask(body(", \"seed\": 1, \"user\": \"a\"").replace("auto", "claude-haiku-5-5"))))
        .isEqualTo(MISS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"temperature\": 0.1", ", \"temperature\": null"})
  void whoWantsChanceGetsIt(String more) {
    assertThat(memory(ask(body(more)))).isEqualTo(BYPASS);
    assertThat(memory(ask(body(more)))).isEqualTo(BYPASS);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void whoWantsItFreshGetsIt() {
    assertThat(memory(ask(body(", \"seed\": 1")))).isEqualTo(MISS);
    assertThat(memory(ask(body(", \"seed\": 1"), "Cache-Control", "no-cache"))).isEqualTo(BYPASS);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aKeyKeepsNothingUnlessItIsToldTo() {
    admin()
        .body("{\"keepsAnswers\": false}")
        .patch("/api/admin/keys/" + id)
        .then()
        .statusCode(200)
        .body("keepsAnswers", equalTo(false));
    assertThat(memory(ask(body(", \"seed\": 1")))).isNull();
    assertThat(memory(ask(body(", \"seed\": 1")))).isNull();
    assertThat(asked()).isEqualTo(2);
    admin()
        .body("{\"name\": \"Other\"}")
        .post("/api/admin/keys")
        .then()
        .body("key.keepsAnswers", equalTo(false));
  }

  @Test
  void anAdminsNewChoiceIsAskedAtOnce() {
    assertThat(memory(ask(body(", \"seed\": 1")))).isEqualTo(MISS);
    try {
      choose("\"meta-llama/Llama-3.1-8B-Instruct\"");
      var other = ask(body(", \"seed\": 1"));
      assertThat(memory(other)).isEqualTo(MISS);
      assertThat(other.header("X-Ziggurat-Model")).isEqualTo("meta-llama/Llama-3.1-8B-Instruct");
    } finally {
      choose("null");
    }
  }

  private static void choose(String model) {
    admin()
        .body("{\"wandbModel\": " + model + "}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  @Test
  void itIsToldWhereItIsFrom() {
    var first = ask(body(", \"seed\": 1"));
    ask(body(", \"seed\": 1"), "X-Ziggurat-Explain", "true")
        .then()
        .header("X-Ziggurat-Cache", HIT)
        .body("ziggurat.path", hasSize(0))
        .body("ziggurat.answeredBefore.callId", equalTo(first.header("X-Request-Id")));
    ask(body(", \"seed\": 1")).then().header("X-Ziggurat-Cache", HIT).body("ziggurat", nullValue());
  }

  @Test
  void itIsNoSuccessOfAnyProvider() {
    ask(body(", \"seed\": 1"));
    var usage = "select coalesce(sum(attempts), 0) from attempt_measured";
    Awaitility.await().until(() -> outcomes().size() == 1);
    var before = arena.number(usage);
    assertThat(memory(ask(body(", \"seed\": 1")))).isEqualTo(HIT);
    Awaitility.await().until(() -> outcomes().size() == 2);
    assertThat(arena.number(usage)).isEqualTo(before);
  }
}
