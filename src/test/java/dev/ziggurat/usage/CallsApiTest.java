package dev.ziggurat.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls are found by what is known of them, and a fail-over is the same thing everywhere. */
@QuarkusTest
class CallsApiTest {

  private static final String WRONG_KEY = "{\"wandb\":{\"status\":401}}";

  @Inject Arena arena;
  @Inject MeterRegistry meters;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static ValidatableResponse get(String address) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer dev-viewer")
        .get(address)
        .then();
  }

  private static ValidatableResponse calls(String query) {
    return get("/api/admin/calls?" + query);
  }

  /** Asks through the gateway, and waits until the call is in the ledger. */
  private String asked(String body) {
    var id =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(body)
            .post("/v1/chat/completions")
            .then()
            .extract()
            .header("X-Request-Id");
    Awaitility.await()
        .until(
            () -> !arena.rows("select outcome from attempt where call_id = ?::uuid", id).isEmpty());
    return id;
  }

  private static String hello(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
        .formatted(model);
  }

  /** A game whose first provider was skipped in every turn of its last tick. */
  private String skipped(int agents) {
    var game = arena.game(agents);
    arena.faults(WRONG_KEY);
    arena.tick(game, "cools down").statusCode(200);
    arena
        .tick(game, "skipped")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.groq", equalTo(agents))
        .body("ticks[0].inference.failovers", equalTo(agents))
        .body("ticks[0].inference.failoversAfterSkip", equalTo(agents));
    return game;
  }

  private double counted(String cause) {
    return meters
        .counter("ziggurat.failovers", "provider", "groq", "instead_of", "wandb", "cause", cause)
        .count();
  }

  @Test
  void anAnswerByAnotherThanTheFirstIsAFailOverAlsoIfTheFirstWasSkipped() {
    var failed = counted("failed");
    var skipped = counted("skipped");
    var game = skipped(4);
    var first =
        arena.number(
            "select count(*) from attempt where game_id = ? and tick = 1 and instead_of = 'wandb' and not first_skipped",
            game);
    assertThat(first).isBetween(1L, 4L);
    for (var by : List.of("provider", "model", "agent", "game", "day", "hour", "source")) {
      get("/api/admin/usage?by=" + by + "&game=" + game)
          .body("total.failovers", equalTo(8))
          .body("total.failoversAfterSkip", equalTo(8 - (int) first))
          .body("rows.failovers.sum()", equalTo(8))
          .body("rows.failoversAfterSkip.sum()", equalTo(8 - (int) first));
    }
    var sheet =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .accept("text/csv")
            .get("/api/admin/usage?by=game&game=" + game)
            .asString()
            .lines()
            .toList();
    assertThat(sheet.getFirst()).contains(",attempts,successes,failovers,failoversAfterSkip,");
    assertThat(sheet.getLast()).contains("8,8," + (8 - first) + ",");
    assertThat(counted("failed") - failed).isEqualTo(first);
    assertThat(counted("skipped") - skipped).isEqualTo(8 - first);
    calls("outcome=failover&game=" + game)
        .body("items", hasSize(8))
        .body("items.failedOverFrom", everyItem(equalTo("wandb")));
  }

  /** Who is switched off was never first. */
  @Test
  void aProviderThatIsSwitchedOffIsNotTheFirst() {
    arena.choose("wandb", "enabled = false");
    var game = arena.game(2);
    arena
        .tick(game, "without wandb")
        .body("ticks[0].inference.byProvider.groq", equalTo(2))
        .body("ticks[0].inference.failovers", equalTo(0));
    calls("game=" + game).body("items.failedOverFrom", everyItem(nullValue()));
  }

  /** Nor is the head of the chain, when the caller asked for another provider. */
  @Test
  void thePreferredProviderIsTheFirst() {
    get("/api/admin/calls/" + asked(hello("groq/openai/gpt-oss-120b")))
        .body("provider", equalTo("groq"))
        .body("failedOverFrom", nullValue());
    arena.faults("{\"groq\":{\"status\":500}}");
    get("/api/admin/calls/" + asked(hello("groq/openai/gpt-oss-120b")))
        .body("failedOverFrom", equalTo("groq"))
        .body("firstSkipped", equalTo(false));
  }

  @Test
  void aRequestIdLeadsToTheCallAndItsPath() {
    arena.faults(WRONG_KEY);
    var id = asked(hello("auto"));
    get("/api/admin/calls/" + id)
        .statusCode(200)
        .body("id", equalTo(id))
        .body("source", equalTo("gateway"))
        .body("game", nullValue())
        .body("outcome", equalTo("OK"))
        .body("provider", equalTo("groq"))
        .body("failedOverFrom", equalTo("wandb"))
        .body("attempts", equalTo(2))
        .body("costNanoUsd", greaterThan(0))
        .body("path", hasSize(2))
        .body("path[0].provider", equalTo("wandb"))
        .body("path[0].outcome", equalTo("AUTH"))
        .body("path[0].httpStatus", equalTo(401))
        .body("path[0].reason", notNullValue())
        .body("path[1].outcome", equalTo("OK"))
        .body("path[1].inputTokens", greaterThan(0))
        .body("path[1].latencyMillis", notNullValue())
        .body("path[1].costMicroUsd", notNullValue());
    calls("id=" + id).body("items", hasSize(1)).body("items[0].id", equalTo(id));

    var next = asked(hello("auto"));
    get("/api/admin/calls/" + next)
        .body("attempts", equalTo(1))
        .body("firstSkipped", equalTo(true))
        .body("path.provider", equalTo(List.of("wandb", "groq")))
        .body("path[0].outcome", equalTo("SKIPPED"))
        .body("path[0].reason", startsWith("cooling down until"))
        .body("path[0].latencyMillis", nullValue());
  }

  @Test
  void theConsoleFindsTheIdToo() {
    var id = asked(hello("auto"));
    get("/console/calls?id=" + id)
        .statusCode(200)
        .body(containsString("href=\"/console/calls/" + id + "\""));
    get("/console/calls/" + id).statusCode(200).body(containsString("wandb"));
    get("/console/calls?id=abc").statusCode(200).body(containsString("id: must be an id"));
  }

  /** As a game beyond the first hundred, or a key that was revoked. */
  @Test
  void theConsoleKeepsFiltersThatItDoesNotList() {
    var key = "0f0f7a4e-6f2b-4d53-9c11-3b0f5c1d2e3f";
    get("/console/calls?game=far-away&provider=removed&key=" + key)
        .statusCode(200)
        .body(containsString("<option selected>far-away</option>"))
        .body(containsString("<option selected>removed</option>"))
        .body(containsString("<option selected>" + key + "</option>"));
  }

  /** The last attempt tells of the providers that were skipped after it, too. */
  @Test
  void aFailedCallTellsWhyNobodyAnswered() {
    arena.faults(
        """
        {"wandb":{"status":500},"groq":{"status":500},"claude":{"status":500},"openai":{"status":401}}""");
    get("/api/admin/calls/" + asked(hello("auto"))).body("path.last().outcome", equalTo("AUTH"));
    var id = asked(hello("auto"));
    get("/api/admin/calls/" + id)
        .body("outcome", equalTo("SERVER"))
        .body("provider", nullValue())
        .body("path.last().provider", equalTo("openai"))
        .body("path.last().outcome", equalTo("SKIPPED"))
        .body("path.last().reason", startsWith("cooling down"));
    calls("outcome=failed&id=" + id).body("items", hasSize(1));
    calls("outcome=answered&id=" + id).body("items", hasSize(0));
    calls("outcome=SERVER&provider=claude&id=" + id).body("items", hasSize(1));
    calls("outcome=RATE&provider=claude&id=" + id).body("items", hasSize(0));
  }

  /** Whoever is told 503 or 429 without any attempt can ask why. */
  @Test
  void aCallForWhichEveryProviderWasSkippedIsFoundToo() {
    arena.faults(
        """
        {"wandb":{"status":401},"groq":{"status":401},"claude":{"status":401},"openai":{"status":401}}""");
    asked(hello("auto"));
    var id = asked(hello("auto"));
    get("/api/admin/calls/" + id)
        .statusCode(200)
        .body("outcome", equalTo("SKIPPED"))
        .body("attempts", equalTo(0))
        .body("provider", nullValue())
        .body("costNanoUsd", equalTo(0))
        .body("path.provider", equalTo(List.of("wandb", "groq", "claude", "openai")))
        .body("path.outcome", everyItem(equalTo("SKIPPED")))
        .body("path.reason", everyItem(startsWith("cooling down")));
    get("/console/calls/" + id).statusCode(200).body(containsString("cooling down"));
    calls("outcome=failed&id=" + id).body("items", hasSize(1));
    calls("provider=wandb&id=" + id).body("items", hasSize(0));
    assertThat(
            arena.number(
                "select count(*) from attempt_measured join attempt using (recorded_in, id) where call_id = ?::uuid",
                id))
        .as("nothing to measure a provider by")
        .isZero();
  }

  @Test
  void filtersNarrowTheListDown() {
    var begun = Instant.now();
    var game = skipped(3);
    var handle = arena.rows("select handle from agent where game_id = ?", game).getFirst();
    calls("game=" + game)
        .statusCode(200)
        .body("items", hasSize(6))
        .body("items.game", everyItem(equalTo(game)))
        // There is a next page if other tests have made more calls than one request looks through.
        .body("items.source", everyItem(equalTo("tick")));
    calls("game=" + game + "&agent=" + handle)
        .body("items.tick", equalTo(List.of(2, 1)))
        .body("items.agent", everyItem(equalTo(handle)));
    calls("game=" + game + "&tick=2").body("items.tick", equalTo(List.of(2, 2, 2)));
    calls("game=" + game + "&provider=claude").body("items", hasSize(0));
    calls("game=" + game + "&model=openai/gpt-oss-120b").body("items", hasSize(6));
    calls("game=" + game + "&model=nobody").body("items", hasSize(0));
    calls("game=" + game + "&to=" + begun).body("items", hasSize(0));
    calls("game=" + game + "&from=" + begun.minusSeconds(1)).body("items", hasSize(6));
  }

  @Test
  void theCallsOfAKeyAreFoundAndNameIt() {
    var key =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body("{\"name\":\"Reporter\"}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    var id =
        given()
            .header("Authorization", "Bearer " + key.getString("secret"))
            .contentType(ContentType.JSON)
            .body(hello("auto"))
            .post("/v1/chat/completions")
            .then()
            .statusCode(200)
            .extract()
            .header("X-Request-Id");
    Awaitility.await()
        .untilAsserted(
            () ->
                calls("key=" + key.getString("key.id"))
                    .body("items", hasSize(1))
                    .body("items[0].id", equalTo(id))
                    .body("items[0].key.name", equalTo("Reporter")));
    calls("key=" + UUID.randomUUID()).body("items", hasSize(0));
  }

  @Test
  void pagesFollowOneAnotherNewestFirst() {
    var game = arena.game(5);
    arena.tick(game, "k1").statusCode(200);
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = calls("limit=2&game=" + game + cursor).statusCode(200).extract().jsonPath();
      seen.addAll(page.getList("items.id", String.class));
      var next = page.getString("next");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertThat(seen)
        .isEqualTo(
            arena.rows(
                "select call_id from attempt where game_id = ? order by at desc, call_id desc",
                game));
  }

  @ParameterizedTest
  @CsvSource({
    "id=abc, id",
    "key=1, key",
    "outcome=odd, outcome",
    "outcome=ok, outcome",
    "tick=0&game=g, tick",
    "tick=1, tick",
    "agent=ada, agent",
    "from=yesterday, from",
    "to=2026, to",
    "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "limit=0, limit",
    "cursor=x, cursor",
    "cursor=1_x, cursor",
    "cursor=-1_0f0f7a4e-6f2b-4d53-9c11-3b0f5c1d2e3f, cursor",
  })
  void whatIsWrongIsNamed(String query, String field) {
    calls(query)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", startsWith(field + ":"));
  }

  @Test
  void anIdThatNoCallHasIsSaidToBeSo() {
    get("/api/admin/calls/" + UUID.randomUUID())
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", startsWith("id: no call has the id"));
    get("/api/admin/calls/abc").statusCode(400).body("detail", startsWith("id: must be an id"));
    given().get("/api/admin/calls").then().statusCode(401).body(not(containsString("items")));
  }
}
