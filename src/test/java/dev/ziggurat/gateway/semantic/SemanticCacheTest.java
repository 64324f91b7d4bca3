package dev.ziggurat.gateway.semantic;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ziggurat.Arena;
import dev.ziggurat.PgvectorServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Similar calls of a key get the same answer, on a database that compares vectors. */
@QuarkusTest
@Tag("full")
class SemanticCacheTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String MESSAGES = "/v1/messages";

  private static final String ASKED =
      "How do I get my money back for the coat that I bought in your shop last week?";
  private static final String SIMILAR =
      "How do I get my money back for the coat I bought in your shop last week, please?";
  private static final String OTHER = "Which of the mountains of Peru can be climbed in June?";

  private static final String NEAR = "near";
  private static final String MISS = "miss";
  private static final String BYPASS = "bypass";

  @Inject Arena arena;
  @Inject SemanticAnswerQueue queue;

  private String id;
  private String secret;

  @BeforeEach
  void calm() {
    PgvectorServer.assume();
    arena.calm();
    make("");
  }

  @AfterEach
  void forget() {
    arena.calm();
  }

  private void make(String more) {
    var made =
        admin()
            .body("{\"name\": \"Similar\", \"semanticCacheThreshold\": 0.8 %s}".formatted(more))
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .body("key.semanticCacheThreshold", equalTo(0.8f))
            .extract()
            .jsonPath();
    id = made.getString("key.id");
    secret = made.getString("secret");
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private Response post(String path, String body, String... headers) {
    var request =
        given()
            .header("Authorization", "Bearer " + secret)
            .header("anthropic-version", "2023-06-01")
            .contentType(ContentType.JSON)
            .body(body);
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    var answer = request.post(path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer;
  }

  private static String body(String question, String more) {
    return "{\"model\": \"auto\", \"messages\": [{\"role\": \"system\", \"content\": \"Be kind.\"},"
        + " {\"role\": \"user\", \"content\": \"%s\"}]%s}".formatted(question, more);
  }

  private static String body(String question) {
    return body(question, "");
  }

  private Response ask(String question) {
    return post(CHAT, body(question));
  }

  private static String cache(Response answer) {
    return answer.header("X-Ziggurat-Cache");
  }

  private String cacheOf(String body) {
    return cache(post(CHAT, body));
  }

  private long stored() {
    return arena.number("select count(*) from semantic_answer where owner = ?::uuid", id);
  }

  /** Answers are written behind their callers. */
  private void awaitStored(long answers) {
    Awaitility.await().until(() -> stored() == answers);
  }

  /** Asks a question whose answer is stored. */
  private Response asked(String body) {
    var before = stored();
    var answer = post(CHAT, body);
    assertThat(cache(answer)).isEqualTo(MISS);
    awaitStored(before + 1);
    return answer;
  }

  private List<String> ledger() {
    return arena.rows(
        "select source || ' ' || outcome || ' ' || (cost_nano > 0) from attempt"
            + " where key_id = ?::uuid order by at, source",
        id);
  }

  @Test
  void aSimilarQuestionGetsTheAnswerOfItsNeighbor() {
    var first = asked(body(ASKED));
    var similar = post(CHAT, body(SIMILAR));
    assertThat(cache(similar)).isEqualTo(NEAR);
    assertThat(similar.header("X-Ziggurat-Cache-Neighbor")).isEqualTo(first.header("X-Request-Id"));
    var similarity = similar.header("X-Ziggurat-Cache-Similarity");
    assertThat(similarity).matches("0\\.[89]\\d{3}");
    assertThat(similar.asString()).isEqualTo(first.asString());
    assertThat(similar.header("X-Ziggurat-Model")).isEqualTo(first.header("X-Ziggurat-Model"));
    assertThat(similar.header("X-Ziggurat-Cost")).isEqualTo("0.000000000");
    assertThat(similar.header("X-Ziggurat-Attempts")).isEqualTo("0");
    Awaitility.await().until(() -> ledger().size() == 4);
    assertThat(ledger())
        .containsExactlyInAnyOrder(
            "semantic-cache OK true",
            "gateway OK true",
            "semantic-cache OK true",
            "gateway CACHED false");
    assertThat(
            arena.rows(
                "select reason from attempt where call_id = ?::uuid",
                similar.header("X-Request-Id")))
        .singleElement()
        .asString()
        .contains(first.header("X-Request-Id"), "similar by " + similarity);
    post(CHAT, body(SIMILAR), "X-Ziggurat-Explain", "true")
        .then()
        .body("ziggurat.path", hasSize(0))
        .body("ziggurat.answeredBefore.callId", equalTo(first.header("X-Request-Id")))
        .body(
            "ziggurat.answeredBefore.similarity", equalTo(Float.valueOf(similarity).floatValue()));
    admin()
        .get("/q/metrics")
        .then()
        .body(containsString("ziggurat_gateway_cache_total{result=\"near\"}"));
  }

  @Test
  void theConsoleShowsFromWhichSimilarityOn() {
    assertThat(admin().get("/console/keys").asString())
        .contains("semantic cache from 0.8", "name=\"semanticCacheThreshold\"", "value=\"0.8\"");
  }

  @Test
  void theVerySameQuestionIsTheNearest() {
    var first = asked(body(ASKED));
    var again = ask(ASKED);
    assertThat(again.header("X-Ziggurat-Cache-Similarity")).isEqualTo("1.0000");
    admin()
        .body("{\"semanticCacheThreshold\": 1}")
        .patch("/api/admin/keys/" + id)
        .then()
        .statusCode(200);
    Awaitility.await().until(() -> !cache(ask(ASKED)).equals(NEAR));
    awaitStored(1);
    assertThat(cache(ask(ASKED))).as("rounding takes nothing from it").isEqualTo(NEAR);
    assertThat(cache(ask(SIMILAR))).isEqualTo(MISS);
    assertThat(first.header("X-Request-Id"))
        .isNotEqualTo(ask(ASKED).header("X-Ziggurat-Cache-Neighbor"));
  }

  @Test
  void anotherQuestionIsAnsweredAnew() {
    asked(body(ASKED));
    assertThat(cache(ask(OTHER))).isEqualTo(MISS);
  }

  @Test
  void everythingElseMustBeTheSame() {
    asked(body(ASKED, ", \"temperature\": 0.7"));
    assertThat(cacheOf(body(SIMILAR, ", \"temperature\": 0.7"))).isEqualTo(NEAR);
    assertThat(cacheOf(body(SIMILAR, ", \"temperature\": 0.8"))).isEqualTo(MISS);
    assertThat(cacheOf(body(SIMILAR))).isEqualTo(MISS);
    var own = body(SIMILAR, ", \"temperature\": 0.7");
    assertThat(cacheOf(own.replace("Be kind.", "Be rude."))).isEqualTo(MISS);
    assertThat(cacheOf(own.replace("auto", "claude-haiku-5-5"))).isEqualTo(MISS);
    assertThat(cache(post(CHAT, own, "X-Ziggurat-Fallback", "none"))).isEqualTo(MISS);
    assertThat(cache(post(CHAT, own, "X-Ziggurat-Project", "team/project"))).isEqualTo(MISS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"n\": 2",
        ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"refund\"}}]"
      })
  void whatMayNotBeAnsweredAlikeIsNot(String more) {
    assertThat(cacheOf(body(ASKED, more))).isEqualTo(BYPASS);
    assertThat(cacheOf(body(ASKED, more))).isEqualTo(BYPASS);
    assertThat(stored()).isZero();
  }

  @Test
  void aStreamComesFromItsNeighbor() {
    var stream = ", \"stream\": true";
    var first = asked(body(ASKED, stream));
    var similar = post(CHAT, body(SIMILAR, stream));
    assertThat(cache(similar)).isEqualTo(NEAR);
    assertThat(similar.asString()).isEqualTo(first.asString()).endsWith("data: [DONE]\n\n");
    assertThat(cache(ask(SIMILAR))).as("not the answer of a stream").isEqualTo(MISS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "gpt-6-luna"})
  void responsesHaveNeighbors(String model) {
    for (var stream : new boolean[] {false, true}) {
      var body = "{\"model\": \"%s\", \"store\": false, \"stream\": %s, \"input\": \"%s\"}";
      var before = stored();
      var first = post(RESPONSES, body.formatted(model, stream, ASKED));
      assertThat(cache(first)).isEqualTo(MISS);
      awaitStored(before + 1);
      var similar = post(RESPONSES, body.formatted(model, stream, SIMILAR));
      assertThat(cache(similar)).isEqualTo(NEAR);
      if (!stream) {
        assertThat(similar.<String>path("output[-1].content[0].text"))
            .isNotEmpty()
            .isEqualTo(first.path("output[-1].content[0].text"));
      } else {
        assertThat(similar.asString()).contains("response.completed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "claude-haiku-5-5"})
  void messagesHaveNeighbors(String model) {
    for (var stream : new boolean[] {false, true}) {
      var body =
          """
          {"model": "%s", "max_tokens": 900, "stream": %s, "messages": [
            {"role": "user", "content": [{"type": "text", "text": "%s"}]}]}
          """;
      var before = stored();
      var first = post(MESSAGES, body.formatted(model, stream, ASKED));
      assertThat(cache(first)).isEqualTo(MISS);
      awaitStored(before + 1);
      var similar = post(MESSAGES, body.formatted(model, stream, SIMILAR));
      assertThat(cache(similar)).isEqualTo(NEAR);
      if (!stream) {
        assertThat(similar.<String>path("content[-1].text"))
            .isNotEmpty()
            .isEqualTo(first.path("content[-1].text"));
      } else {
        assertThat(similar.asString()).contains("message_stop");
      }
    }
  }

  @Test
  void anotherKeyNeverGetsIt() {
    asked(body(ASKED));
    make("");
    assertThat(cache(ask(ASKED))).isEqualTo(MISS);
  }

  @Test
  void whoWantsItFreshGetsIt() {
    asked(body(ASKED));
    assertThat(cache(post(CHAT, body(SIMILAR), "Cache-Control", "no-cache"))).isEqualTo(BYPASS);
    assertThat(stored()).isOne();
  }

  @Test
  void identicalCallsAreAnsweredFirst() {
    make(", \"keepsAnswers\": true");
    asked(body(ASKED, ", \"seed\": 1"));
    var again = post(CHAT, body(ASKED, ", \"seed\": 1"));
    assertThat(cache(again)).isEqualTo("hit");
    assertThat(again.header("X-Ziggurat-Cache-Neighbor")).isNull();
    assertThat(cacheOf(body(SIMILAR, ", \"seed\": 1"))).isEqualTo(NEAR);
    assertThat(cacheOf(body(SIMILAR, ", \"seed\": 1")))
        .as("it is not kept as exact")
        .isEqualTo(NEAR);
    asked(body(ASKED));
    assertThat(cacheOf(body(ASKED))).isEqualTo(NEAR);
  }

  /** Each would wait for the embedding of the one before otherwise. */
  @Test
  void identicalCallsAtTheSameTimeHaveOneEmbedding() throws Exception {
    make(", \"keepsAnswers\": true");
    asked(body(ASKED, ", \"seed\": 1"));
    arena.calm();
    arena.faults("{\"openai\": {\"latencyMillis\": 800}}");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, 8)
              .mapToObj(_ -> pool.submit(() -> post(CHAT, body(SIMILAR, ", \"seed\": 1"))))
              .toList();
      for (var call : calls) {
        assertThat(cache(call.get())).isEqualTo(NEAR);
        assertThat(call.get().header("X-Ziggurat-Cache-Neighbor")).isNotNull();
      }
    }
    assertThat(
            given().get("/simulator/observations").jsonPath().getLong("providers.openai.requests"))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void anotherNumberIsAnotherQuestion() {
    asked(body("Tell me please, what has become of the order 4711 that I made last week?"));
    assertThat(cache(ask("Tell me please, what became of the order 4711 that I made last week?")))
        .isEqualTo(NEAR);
    assertThat(
            cache(ask("Tell me please, what has become of the order 4712 that I made last week?")))
        .isEqualTo(MISS);
  }

  @Test
  void withoutEmbeddingsCallsAreAnswered() {
    asked(body(ASKED));
    arena.faults("{\"openai\": {\"status\": 500}}");
    assertThat(cache(ask(SIMILAR))).isEqualTo(BYPASS);
    arena.calm();
    assertThat(cache(ask(SIMILAR))).isEqualTo(NEAR);
  }

  @Test
  void aLateEmbeddingLeavesTimeForTheAnswer() {
    asked(body(ASKED));
    arena.faults("{\"openai\": {\"latencyMillis\": 60000}}");
    assertThat(cache(post(CHAT, body(SIMILAR), "X-Ziggurat-Limit-Millis", "4000")))
        .isEqualTo(BYPASS);
  }

  @Test
  void aTextThatIsTooLongForTheEmbeddingIsAnswered() {
    assertThat(cacheOf(body("word ".repeat(9_000)))).isEqualTo(BYPASS);
    assertThat(ledger()).noneMatch(row -> row.startsWith("semantic-cache"));
  }

  @Test
  void theBudgetOfTheKeyPaysForTheEmbedding() {
    make(", \"dollarsPerDay\": 0.000001");
    given()
        .header("Authorization", "Bearer " + secret)
        .contentType(ContentType.JSON)
        .body(body("word ".repeat(400)))
        .post(CHAT)
        .then()
        .statusCode(429)
        .body("error.code", equalTo("insufficient_quota"));
    assertThat(
            given().get("/simulator/observations").jsonPath().getLong("providers.openai.requests"))
        .isZero();
  }

  @Test
  void guardrailsHoldForAnswersOfNeighbors() {
    make(
        ", \"guardrails\": [{\"kind\": \"size\", \"answerCharacters\": 5000},"
            + " {\"kind\": \"sensitive-data\", \"on\": \"answer\", \"email\": \"mask\"}]");
    for (var stream : new String[] {"", ", \"stream\": true"}) {
      asked(body(ASKED, stream));
      arena.change(
          "update semantic_answer set pieces = replace(pieces, 'content\\\":\\\"', 'content\\\":\\\"joe@example.com ') where owner = ?::uuid",
          id);
      var similar = post(CHAT, body(SIMILAR, stream));
      assertThat(cache(similar)).isEqualTo(NEAR);
      assertThat(similar.asString()).contains("[EMAIL]").doesNotContain("joe@example.com");
    }
  }

  /** It would be stored as the provider wrote it. */
  @ParameterizedTest
  @ValueSource(strings = {"mask", "refuse"})
  void whatAGuardrailChangesIsNotStored(String action) {
    make(
        ", \"guardrails\": [{\"kind\": \"pattern\", \"on\": \"answer\", \"pattern\": \"simulated\","
            + " \"action\": \"%s\"}]".formatted(action));
    for (var stream : new boolean[] {false, true}) {
      given()
          .header("Authorization", "Bearer " + secret)
          .contentType(ContentType.JSON)
          .body(body(ASKED, ", \"stream\": " + stream))
          .post(CHAT);
    }
    var changed = id;
    make("");
    asked(body(ASKED));
    assertThat(arena.number("select count(*) from semantic_answer where owner = ?::uuid", changed))
        .isZero();
  }

  @Test
  void whatIsCutOrRefusedIsNotStored() {
    assertThat(cacheOf(body(ASKED, ", \"max_tokens\": 2"))).isEqualTo(MISS);
    arena.faults("{\"claude\": {\"refusal\": true}}");
    var claude = body(OTHER).replace("auto", "claude-haiku-5-5");
    assertThat(cacheOf(claude)).isEqualTo(MISS);
    arena.calm();
    asked(body(ASKED));
    assertThat(stored()).isOne();
  }

  @Test
  void oldAnswersAreNotGivenAndDeleted() {
    asked(body(ASKED));
    arena.change(
        "update semantic_answer set at = at - interval '25 hours' where owner = ?::uuid", id);
    asked(body(SIMILAR));
    queue.deleteOld(UUID.fromString(id));
    assertThat(stored()).isOne();
    assertThat(cache(ask(SIMILAR))).isEqualTo(NEAR);
  }

  @Test
  void theOldestAreDeletedAboveTheMostOfAKey() {
    asked(body(ASKED));
    asked(body(OTHER));
    arena.change("update semantic_answer set bytes = 40 << 20 where owner = ?::uuid", id);
    queue.deleteOld(UUID.fromString(id));
    assertThat(stored()).isOne();
    assertThat(cache(ask(OTHER))).isEqualTo(NEAR);
  }

  @Test
  void vectorsOfOtherModelsAndLengthsAreNeverCompared() {
    asked(body(ASKED));
    arena.change("update semantic_answer set embedding_model = 'other' where owner = ?::uuid", id);
    asked(body(SIMILAR));
    arena.change(
        "update semantic_answer set dimensions = 2, embedding = '{1,0}' where owner = ?::uuid", id);
    asked(body(SIMILAR));
  }

  @Test
  void anEditAndARevocationForgetAnswers() {
    asked(body(ASKED));
    admin().body("{\"name\": \"Edited\"}").patch("/api/admin/keys/" + id).then().statusCode(200);
    assertThat(stored()).isZero();
    asked(body(ASKED));
    admin().delete("/api/admin/keys/" + id).then().statusCode(200);
    assertThat(stored()).isZero();
  }

  /** Whoever opts in first has the extension created; where that is not allowed, an owner must. */
  @Test
  void withoutTheExtensionCallsAreAnsweredAndTheWayOutIsTold() {
    asked(body(ASKED));
    arena.change(
        """
        create function refuse() returns event_trigger language plpgsql as
        $$ begin raise exception 'not allowed here'; end $$
        """);
    arena.change(
        "create event trigger refused on ddl_command_start when tag in ('CREATE EXTENSION') execute function refuse()");
    try {
      arena.change("drop extension vector");
      assertThat(cache(ask(SIMILAR))).isEqualTo(BYPASS);
      admin()
          .body("{\"semanticCacheThreshold\": 0.9}")
          .patch("/api/admin/keys/" + id)
          .then()
          .statusCode(400)
          .body(containsString("semanticCacheThreshold"))
          .body(containsString("create extension vector"));
    } finally {
      arena.change("drop event trigger refused");
      arena.change("drop function refuse");
    }
    admin()
        .body("{\"semanticCacheThreshold\": 0.9}")
        .patch("/api/admin/keys/" + id)
        .then()
        .statusCode(200)
        .body("semanticCacheThreshold", equalTo(0.9f));
    Awaitility.await().until(() -> cache(ask(ASKED)).equals(NEAR));
  }
}
