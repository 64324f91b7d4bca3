package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.ziggurat.Arena;
import dev.ziggurat.ledger.Budgets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a key lets a program do, and what it does not. */
@QuarkusTest
class KeysTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO =
      """
      {"model": "%s", "max_tokens": 100, "messages": [{"role": "user", "content": "hello there"}]}""";

  private static final int WARM_UP_CALLS = 200;
  private static final String MODEL = "wandb/meta-llama/Llama-3.3-70B-Instruct";

  @Inject Arena arena;
  @Inject Budgets budgets;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** A key and its secret. */
  private record Made(String id, String secret) {}

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static Made made(String terms) {
    var answer =
        admin()
            .body("{\"name\": \"Tested\"" + (terms.isEmpty() ? "" : ", " + terms) + "}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new Made(answer.getString("key.id"), answer.getString("secret"));
  }

  private static RequestSpecification with(Made key) {
    return given().header("Authorization", "Bearer " + key.secret()).contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(Made key, String model) {
    return with(key).body(HELLO.formatted(model)).post(CHAT).then();
  }

  private static void refused(Made key, String code, String why) {
    ask(key, "auto")
        .statusCode(401)
        .body("error.code", equalTo(code))
        .body("error.message", containsString(why));
  }

  /** The money that stands in this key's budget of the day, as told by a column. */
  private long today(Made key, String column) {
    return arena
        .rows(
            "select " + column + " from budget where id ~ ?",
            "key/" + key.id() + "/\\d{4}-\\d\\d-\\d\\d$")
        .stream()
        .mapToLong(Long::parseLong)
        .sum();
  }

  private long paid(Made key) {
    return arena.number(
        "select coalesce(sum(at_most_nano), 0) from attempt where key_id = ?::uuid", key.id());
  }

  @Test
  void aCallStandsInTheLedgerWithItsKeyAndTags() {
    var key = made("");
    with(key)
        .header("X-Ziggurat-Tags", "team=blue, run=7")
        .body(HELLO.formatted("auto"))
        .post(CHAT)
        .then()
        .statusCode(200);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select (tags->>'team') || (tags->>'run') from attempt where key_id = ?::uuid",
                            key.id()))
                    .containsExactly("blue7"));
    budgets.flush();
    admin()
        .get("/api/admin/keys/" + key.id())
        .then()
        .body("today.spentMicroUsd", equalTo((int) Math.ceilDiv(paid(key), 1000L)))
        .body("thisMonth.spentMicroUsd", equalTo((int) Math.ceilDiv(paid(key), 1000L)))
        .body("today.heldMicroUsd", equalTo(0))
        .body("today.orphanedMicroUsd", equalTo(0));
  }

  @Test
  void whoIsNotLetInIsToldWhy() {
    refused(new Made("", "zk_" + "x".repeat(43)), "invalid_api_key", "API key is unknown");
    refused(new Made("", "zk_short"), "invalid_api_key", "API key is unknown");
    var key = made("");
    arena.change("update api_key set expires_at = now() where id = ?::uuid", key.id());
    refused(key, "expired_api_key", "expired at");
    var other = made("");
    admin().delete("/api/admin/keys/" + other.id()).then().statusCode(200);
    refused(other, "revoked_api_key", "was revoked at");
    given()
        .header("Authorization", "Bearer " + made("").secret())
        .get("/api/games")
        .then()
        .statusCode(401);
    given().header("Authorization", "Bearer dev-viewer").get("/v1/models").then().statusCode(403);
  }

  @Test
  @Tag("full")
  void whatAnotherInstanceRevokedIsSeenWithinFiveSeconds() {
    var key = made("");
    ask(key, "auto").statusCode(200);
    arena.change("update api_key set revoked_at = now() where id = ?::uuid", key.id());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> with(key).get("/v1/models").statusCode() == 401);
  }

  @Test
  void onlyTheModelsOfAKeyAnswerIt() {
    var key = made("\"models\": [\"openai/gpt-oss-120b\"]");
    ask(key, "openai/gpt-oss-120b").statusCode(200);
    ask(key, "groq/openai/gpt-oss-120b").statusCode(200);
    ask(key, "claude-haiku-5-5")
        .statusCode(403)
        .body("error.code", equalTo("model_not_found"))
        .body("error.message", containsString("openai/gpt-oss-120b"));
    with(key)
        .get("/v1/models")
        .then()
        .body("data.id", hasItem("openai/gpt-oss-120b"))
        .body("data.id", not(hasItem("claude-haiku-5-5")));
    with(key).get("/v1/models/claude-haiku-5-5").then().statusCode(403);
    var narrow = made("\"models\": [\"groq/openai/gpt-oss-120b\"]");
    ask(narrow, "openai/gpt-oss-120b").statusCode(200).header("X-Ziggurat-Provider", "groq");
    ask(narrow, "wandb/openai/gpt-oss-120b").statusCode(403);
  }

  @Test
  void whoeverIsChosenAndNotAllowedIsPassedBy() {
    var key = made("\"models\": [\"claude-sonnet-5-5\"]");
    with(key)
        .header("X-Ziggurat-Explain", "true")
        .body(HELLO.formatted("auto"))
        .post(CHAT)
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Provider", "claude")
        .body("ziggurat.path[0].reason", containsString("is not allowed for this key"));
    var none = made("\"models\": [\"claude-haiku-5-5\"]");
    ask(none, "auto")
        .statusCode(403)
        .body("error.code", equalTo("model_not_found"))
        .body("error.message", containsString("claude-haiku-5-5"));
  }

  @Test
  void afterTheCallsOfItsMinuteAKeyWaitsForTheNext() {
    var key = made("\"requestsPerMinute\": 3");
    var refusals = new ArrayList<String>();
    // A minute may end between two of these.
    for (var call = 0; call < 7; call++) {
      var answer = ask(key, "auto").extract();
      if (answer.statusCode() == 429) {
        refusals.add(answer.header("Retry-After"));
        assertThat(answer.header("X-Request-Id")).isNotNull();
        assertThat(answer.<String>path("error.code")).isEqualTo("rate_limit_exceeded");
      } else {
        assertThat(answer.statusCode()).isEqualTo(200);
      }
    }
    assertThat(refusals).isNotEmpty().allMatch(wait -> Integer.parseInt(wait) <= 60);
    assertThat(
            arena.number(
                "select max(spent) from budget where id like ?", "key/" + key.id() + "/%:%"))
        .isLessThanOrEqualTo(3);
    assertThat(
            arena.number(
                "select count(*) from budget where id like ? and over_at is null",
                "key/" + key.id() + "/%:%"))
        .isZero();
  }

  @Test
  void aKeyWithoutMoneyIsToldSoAndNotAskedToTryAgain() {
    var key = made("\"dollarsPerDay\": 0.000001, \"dollarsPerMonth\": 5");
    ask(key, "auto")
        .statusCode(429)
        .header("X-Should-Retry", "false")
        .body("error.code", equalTo("insufficient_quota"))
        .body("error.message", containsString("may spend $0.000001 a day and $5 a month"))
        .body("error.path.reason", hasItem(containsString("over budget")));
  }

  @Test
  void aSoftLimitIsToldOnceAndCallsGoOn() {
    var key = made("\"softDollarsPerDay\": 0.000001");
    ask(key, MODEL).statusCode(200);
    ask(key, MODEL).statusCode(200);
    budgets.flush();
    assertThat(
            arena.rows(
                "select soft_told::text from budget where id like ? and soft_told is not null",
                "key/" + key.id() + "/%"))
        .containsExactly("1000");
  }

  @Test
  void theMonthBindsWhereTheDayDoesNot() {
    ask(made("\"dollarsPerDay\": 5, \"dollarsPerMonth\": 0.000001"), "auto").statusCode(429);
  }

  @Test
  void aBoundCountsWhatWasSpentBeforeItWasSet() {
    var key = made("");
    ask(key, MODEL).statusCode(200);
    budgets.flush();
    assertThat(today(key, "spent")).isPositive();
    admin()
        .body("{\"dollarsPerMonth\": 0}")
        .patch("/api/admin/keys/" + key.id())
        .then()
        .statusCode(200);
    ask(key, MODEL).statusCode(429);
  }

  @Test
  void whatHasNoKnownPriceIsNotAskedForABoundedKey() {
    var model = "wandb-artifact:///team/project/name:v3";
    var body = HELLO.formatted(model).replace("{\"model\"", "{\"fallback\": false, \"model\"");
    with(made("")).body(body).post(CHAT).then().statusCode(200);
    with(made("\"dollarsPerDay\": 5"))
        .body(body)
        .post(CHAT)
        .then()
        .statusCode(429)
        .body("error.path.reason", hasItem(containsString("its price is unknown")));
  }

  @Test
  void aFailureGivesBackWhatWasSetAside() {
    var key = made("\"dollarsPerDay\": 1");
    arena.faults("{\"wandb\":{\"status\":500}}");
    with(key)
        .body(HELLO.formatted(MODEL).replace("{\"model\"", "{\"fallback\": false, \"model\""))
        .post(CHAT)
        .then()
        .statusCode(503);
    budgets.flush();
    assertThat(today(key, "held")).isZero();
    assertThat(today(key, "spent")).isZero();
  }

  @Test
  void aStreamWhoseCallerGoesAwayIsPaidFor() throws IOException {
    var key = made("\"dollarsPerDay\": 1");
    arena.faults("{\"wandb\":{\"chunkMillis\":3000}}");
    var body = HELLO.formatted(MODEL).replace("{\"model\"", "{\"stream\": true, \"model\"");
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var request =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(CHAT, key.secret(), body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows("select outcome from attempt where key_id = ?::uuid", key.id()))
                    .containsExactly("CANCELLED"));
    budgets.flush();
    assertThat(today(key, "held")).isZero();
    assertThat(today(key, "spent")).isEqualTo(paid(key)).isPositive();
  }

  @Test
  void whileNobodyCanTellWhatAKeyMayDoItMayDoNothing() {
    var unseen = made("");
    var counted = made("\"dollarsPerDay\": 1");
    var limited = made("\"requestsPerMinute\": 10");
    with(counted).get("/v1/models").then().statusCode(200);
    with(limited).get("/v1/models").then().statusCode(200);
    arena.change("alter table api_key rename to api_key_away");
    arena.change("alter table budget rename to budget_away");
    try {
      ask(unseen, "auto").statusCode(503).body("error.code", equalTo("database_away"));
      ask(limited, "auto").statusCode(503).body("error.code", equalTo("database_away"));
      ask(counted, "auto")
          .statusCode(503)
          .body("error.message", containsString("the database does not answer"));
    } finally {
      arena.change("alter table api_key_away rename to api_key");
      arena.change("alter table budget_away rename to budget");
    }
    ask(unseen, "auto").statusCode(200);
    ask(counted, "auto").statusCode(200);
  }

  @Test
  void aThousandCallsAtOnceWithMoneyForTenStayWithinIt() throws Exception {
    var worst = worstCase();
    var key = made("\"dollarsPerDay\": " + worst.multiply(BigDecimal.TEN).toPlainString());
    warmUp();
    var statuses = thousandAtOnce(key);
    assertThat(statuses).contains(200, 429).doesNotContain(500);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSizeGreaterThanOrEqualTo(10);
    budgets.flush();
    Awaitility.await().untilAsserted(() -> assertThat(paid(key)).isEqualTo(today(key, "spent")));
    assertThat(paid(key)).isLessThanOrEqualTo(worst.movePointRight(10).longValueExact());
    assertThat(today(key, "held")).isZero();
  }

  /** What has to be compiled first would take a thousand at once longer than a call may. */
  private static void warmUp() {
    var key = made("");
    for (var call = 0; call < WARM_UP_CALLS; call++) {
      ask(key, MODEL).statusCode(200);
    }
  }

  /** What one call can cost at most, as a key is told that has nothing to spend. */
  private static BigDecimal worstCase() {
    var refusal =
        ask(made("\"dollarsPerDay\": 0"), MODEL)
            .statusCode(429)
            .extract()
            .<String>path("error.path[0].reason");
    return new BigDecimal(refusal.replaceFirst(".*\\$", "")).setScale(6, RoundingMode.UP);
  }

  private static List<Integer> thousandAtOnce(Made key) throws Exception {
    var start = new CyclicBarrier(1_000);
    var pending = new ArrayList<Future<HttpResponse<String>>>();
    var body = HELLO.formatted(MODEL).replace("{\"model\"", "{\"fallback\": false, \"model\"");
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + CHAT))
              .timeout(Duration.ofMinutes(2))
              .header("Authorization", "Bearer " + key.secret())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      for (var i = 0; i < 1_000; i++) {
        pending.add(
            threads.submit(
                () -> {
                  start.await();
                  return client.send(request, BodyHandlers.ofString());
                }));
      }
    }
    var statuses = new ArrayList<Integer>();
    for (var each : pending) {
      statuses.add(each.get().statusCode());
    }
    return statuses;
  }
}
