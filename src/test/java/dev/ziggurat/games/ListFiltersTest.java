package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists are filtered, searched and sorted, and every page of them can be reached. */
@QuarkusTest
class ListFiltersTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(12);
  }

  /** So many ticks, a minute apart; tick 7 failed, every tenth was partial. */
  private void ticks(int count) {
    arena.change(
        """
        insert into tick (game_id, number, trigger_key, slot, epoch, phase, started_at, outcome, report, closed_at)
        select ?, n, 'k' || n, ?::timestamptz + n * interval '1 minute', 1, 'closed', now(), ended,
          json_build_object('game', ?::text, 'tick', n, 'slot',
            to_char((?::timestamptz + n * interval '1 minute') at time zone 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'outcome', ended, 'running', false, 'durationMillis', n)::text, now()
        from (select n, case when n = 7 then 'failed' when n % 10 = 0 then 'partial'
            else 'completed' end as ended
          from generate_series(1, ?) as n) as numbered
        """,
        game, START.toString(), game, START.toString(), count);
    arena.change("update game set last_tick = ? where id = ?", (long) count, game);
  }

  private ValidatableResponse get(String path, Map<String, Object> query) {
    return given().header("Authorization", "Bearer dev-viewer").queryParams(query).get(path).then();
  }

  private ValidatableResponse ticks(Map<String, Object> query) {
    return get("/api/games/" + game + "/ticks", query);
  }

  @Test
  void ticksAreFilteredByOutcomeNumberAndTime() {
    ticks(300);
    ticks(Map.of("outcome", "failed")).statusCode(200).body("items.tick", contains(7));
    ticks(Map.of("outcome", "partial"))
        .body("items", hasSize(30))
        .body("items[0].tick", equalTo(300));
    ticks(Map.of("outcome", "running")).body("items", hasSize(0));
    ticks(Map.of("fromTick", 41, "toTick", 43)).body("items.tick", contains(43, 42, 41));
    ticks(Map.of("from", "2026-03-01T00:41:00Z", "to", "2026-03-01T01:43:01+01:00"))
        .body("items.tick", contains(43, 42, 41));
    ticks(Map.of("from", "2027-01-01T00:00:00Z")).body("items", hasSize(0));
    ticks(Map.of("to", "2026-01-01T00:00:00Z")).body("items", hasSize(0));
    ticks(Map.of("outcome", "partial", "toTick", 25, "sort", "tick"))
        .body("items.tick", contains(10, 20));
  }

  @Test
  void theOldestTickIsOnePageAway() {
    ticks(300);
    var first = ticks(Map.of("sort", "tick", "limit", 2)).body("items.tick", contains(1, 2));
    ticks(Map.of("sort", "tick", "limit", 2, "cursor", first.extract().path("next")))
        .body("items.tick", contains(3, 4));
  }

  @Test
  void agentsAreSearchedAndSorted() {
    arena.tick(game, "one").statusCode(200);
    arena.change(
        "update agent set last_turn = 9 where game_id = ? and handle = 'agent-0004'", game);
    var path = "/api/games/" + game + "/agents";
    get(path, Map.of("q", "T-001"))
        .body("items.handle", contains("agent-0010", "agent-0011", "agent-0012"));
    get(path, Map.of("q", "%")).body("items", hasSize(0));
    get(path, Map.of("sort", "-handle", "limit", 2))
        .body("items.handle", contains("agent-0012", "agent-0011"));
    get(path, Map.of("sort", "-lastTurn", "limit", 1)).body("items.handle", contains("agent-0004"));
    for (var sort : List.of("handle", "-handle", "lastTurn", "-lastTurn", "worth", "-worth")) {
      var all = pages(path, sort);
      assertThat(all).as(sort).hasSize(12).doesNotHaveDuplicates();
    }
    var worths =
        get(path, Map.of("sort", "-worth"))
            .extract()
            .jsonPath()
            .getList("items.worthMicroPoints", Long.class);
    assertThat(worths).isSortedAccordingTo(Comparator.reverseOrder());
    arena.change(
        "update agent set deleted_at = now() where game_id = ? and handle = 'agent-0003'", game);
    get(path, Map.of("sort", "worth", "q", "agent-0003")).body("items", hasSize(0));
    get(path, Map.of("sort", "worth", "q", "agent-0003", "deleted", true))
        .body("items", hasSize(1));
  }

  private List<String> pages(String path, String sort) {
    var all = new ArrayList<String>();
    var cursor = "";
    while (cursor != null && all.size() < 100) {
      var page =
          (cursor.isEmpty()
                  ? get(path, Map.of("sort", sort, "limit", 5))
                  : get(path, Map.of("sort", sort, "limit", 5, "cursor", cursor)))
              .statusCode(200)
              .extract()
              .jsonPath();
      all.addAll(page.getList("items.handle", String.class));
      cursor = page.getString("next");
    }
    return all;
  }

  @Test
  void turnsAreFilteredByStateAndHandle() {
    arena.tick(game, "one").statusCode(200);
    arena.tick(game, "two").statusCode(200);
    arena.change(
        "update turn set state = 'failed' where game_id = ? and tick = 1 and handle = 'agent-0005'",
        game);
    var tick = "/api/games/" + game + "/ticks/1";
    for (var list : List.of("/turns", "/attempts")) {
      get(tick + list, Map.of("state", "failed")).body("items.handle", contains("agent-0005"));
      get(tick + list, Map.of("q", "0012")).body("items.handle", contains("agent-0012"));
      get(tick + list, Map.of("q", "0012", "state", "failed")).body("items", hasSize(0));
      get(tick + list, Map.of("state", "lost"))
          .statusCode(400)
          .body("detail", containsString("state:"));
    }
    var turns = "/api/games/" + game + "/agents/agent-0005/turns";
    get(turns, Map.of("state", "failed")).body("items.tick", contains(1));
    get(turns, Map.of("sort", "tick")).body("items.tick", contains(1, 2));
    get(turns, Map.of("sort", "tick", "cursor", 1)).body("items.tick", contains(2));
    assertThat(
            get("/console/ticks/1", Map.of("game", game, "state", "failed")).extract().asString())
        .contains("/console/ticks/1/turns/agent-0005?")
        .doesNotContain("/console/ticks/1/turns/agent-0006?");
    assertThat(
            get("/console/agents/agent-0005", Map.of("game", game, "state", "failed"))
                .extract()
                .asString())
        .contains("/console/ticks/1/turns/agent-0005?")
        .doesNotContain("/console/ticks/2/turns/agent-0005?");
  }

  @Test
  void theOldestEntryOfTheAuditIsOnePageAway() {
    for (var state : List.of("paused", "running")) {
      given()
          .header("Authorization", "Bearer dev-admin")
          .contentType("application/json")
          .body("{\"state\": \"" + state + "\"}")
          .patch("/api/games/" + game)
          .then()
          .statusCode(200);
    }
    var query = Map.<String, Object>of("subject", "games/" + game);
    var newest =
        get("/api/admin/audit", query).extract().jsonPath().getList("items.id", Long.class);
    assertThat(newest).hasSizeGreaterThanOrEqualTo(2);
    var path = Map.<String, Object>of("subject", "games/" + game, "sort", "at", "limit", 1);
    get("/api/admin/audit", path).body("items.id", contains(newest.getLast().intValue()));
    get("/console/audit", path).statusCode(200);
  }

  @Test
  void marketsAreSearchedByQuestion() {
    arena.change(
        "update babylon_market set question = ? where game_id = ? and id = 'm0-1'",
        "Will 100% of it rain?",
        game);
    get("/api/games/" + game + "/markets", Map.of("q", "100% OF"))
        .body("items.id", contains("m0-1"));
    var page = get("/console/markets", Map.of("game", game, "q", "100% of", "state", ""));
    assertThat(page.extract().asString())
        .contains("/console/markets/m0-1?")
        .doesNotContain("/console/markets/m0-2?");
    assertThat(
            get("/console/markets", Map.of("game", game, "q", "snow", "state", "open"))
                .extract()
                .asString())
        .contains("No open market matches");
  }

  @Test
  void gamesAreSearchedAndFilteredByState() {
    arena.change(
        "update game set name = 'Ur of the 100% Chaldees', state = 'paused' where id = ?", game);
    get("/api/games", Map.of("q", "100% chal")).body("items.id", contains(game));
    get("/api/games", Map.of("q", game.substring(2))).body("items.id", contains(game));
    get("/api/games", Map.of("q", game, "state", "running")).body("items", hasSize(0));
    get("/api/games", Map.of("state", "paused", "limit", 100))
        .body("items.state", everyItem(equalTo("paused")));
  }

  @Test
  void modelsAreSearchedByAllTheirNames() {
    get("/api/admin/models", Map.of("q", "GPT-oss-120B", "provider", "groq"))
        .body("items.id", contains("openai/gpt-oss-120b"));
    get("/api/admin/models", Map.of("provider", "claude", "limit", 100))
        .body("items.provider", everyItem(equalTo("claude")));
  }

  @ParameterizedTest
  @CsvSource({
    "/ticks?outcome=bad, outcome",
    "/ticks?fromTick=x, fromTick",
    "/ticks?toTick=-1, toTick",
    "/ticks?from=yesterday, from",
    "/ticks?to=2026-01-01, to",
    "/ticks?sort=slot, sort",
    "/agents?sort=cost, sort",
    "/agents?sort=lastTurn&cursor=agent-0001, cursor",
    "/agents?sort=lastTurn&cursor=x:agent-0001, cursor",
    "?state=open, state",
    "/models?provider=nobody, provider"
  })
  void aWrongFilterIsRefusedByName(String query, String field) {
    var path =
        query.startsWith("/models")
            ? "/api/admin" + query
            : query.startsWith("?") ? "/api/games" + query : "/api/games/" + game + query;
    get(path, Map.of()).statusCode(400).body("detail", containsString(field + ":"));
  }

  @Test
  void aLongSearchIsRefused() {
    get("/api/games", Map.of("q", "x".repeat(201)))
        .statusCode(400)
        .body("detail", containsString("q: must have at most 200 characters"));
  }

  @Test
  void worthOverTimeIsWhatItWasThen() {
    var path = "/api/games/" + game + "/agents/agent-0001";
    var then = new ArrayList<Long>();
    for (var tick = 1; tick <= 6; tick++) {
      arena.tick(game, "worth " + tick).statusCode(200);
      then.add(get(path, Map.of()).extract().jsonPath().getLong("worthMicroPoints"));
      var desk = new Desk(game);
      switch (tick) {
        case 2 ->
            desk.intervene("{'type': 'resolve', 'market': 'm0-0', 'outcome': 'yes'}")
                .statusCode(200);
        case 3 ->
            desk.intervene("{'type': 'void', 'market': 'm0-1', 'reason': 'asked badly'}")
                .statusCode(200);
        case 4 ->
            desk.intervene("{'type': 'grant', 'agent': 'agent-0001', 'microPoints': 7000000}")
                .statusCode(200);
        default -> {
          // Only what agents do.
        }
      }
    }
    assertThat(
            arena.number(
                "select count(*) from babylon_trade where game_id = ? and handle = 'agent-0001'",
                game))
        .isPositive();
    var history =
        get(path + "/worth", Map.of())
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("points.worthMicroPoints", Long.class);
    assertThat(history).hasSize(6);
    // Prices of trades are stored with four decimals.
    for (var tick = 0; tick < 6; tick++) {
      assertThat((double) history.get(tick))
          .as("after tick " + (tick + 1))
          .isCloseTo((double) then.get(tick), org.assertj.core.data.Offset.offset(200_000.0));
    }
    get(path + "/worth", Map.of("limit", 2)).body("points.tick", contains(5, 6));
  }

  @Test
  void pagesFilterWithoutScripts() {
    ticks(120);
    var page =
        get("/console/ticks", Map.of("game", game, "outcome", "failed", "from", "2026-03-01T00:00"))
            .statusCode(200)
            .extract()
            .asString();
    assertThat(page).contains("/console/ticks/7?").doesNotContain("/console/ticks/8?");
    assertThat(page).contains("value=\"2026-03-01T00:00\"");
    assertThat(get("/console/ticks", Map.of("game", game, "sort", "tick")).extract().asString())
        .contains("/console/ticks/1?", "Newer ticks")
        .doesNotContain("/console/ticks/120?");
    assertThat(
            get("/console/agents", Map.of("game", game, "q", "0007", "sort", "-worth"))
                .extract()
                .asString())
        .contains("@agent-0007")
        .doesNotContain("@agent-0008");
    assertThat(get("/console/agents", Map.of("game", game, "q", "nobody")).extract().asString())
        .contains("No agent matches");
    assertThat(get("/console/games", Map.of("q", game)).extract().asString()).contains(game);
    assertThat(get("/console/games", Map.of("q", "nowhere at all")).extract().asString())
        .contains("No game matches");
    assertThat(get("/console/keys", Map.of("q", "no such key")).extract().asString())
        .contains("No key matches");
    get("/console/ticks", Map.of("game", game, "outcome", "bad")).statusCode(400);
  }

  @Test
  void otherPagesLeadBackToTheGameThatWasLookedAt() {
    var other = arena.game(1);
    var memory = get("/console/ticks", Map.of("game", game)).extract().cookies();
    for (var page : List.of("/console/keys", "/console/usage", "/console/audit")) {
      assertThat(
              given()
                  .header("Authorization", "Bearer dev-viewer")
                  .cookies(memory)
                  .get(page)
                  .then()
                  .extract()
                  .asString())
          .contains("/console/ticks?game=" + game)
          .doesNotContain("/console/ticks?game=" + other);
    }
    arena.change("update game set deleted_at = now() where id = ?", game);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .cookies(memory)
        .get("/console/ticks")
        .then()
        .statusCode(200);
  }
}
