package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer can read of a game. */
@QuarkusTest
class ReadApiTest {

  private static final List<String> LISTS =
      List.of("", "/feed", "/markets", "/leaderboard", "/ticks", "/ticks/1", "/ticks/1/turns");

  /** What most tests only read. */
  private static String shared;

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    if (shared == null) {
      shared = played();
    }
    game = shared;
  }

  /** A new game after two ticks. */
  private String played() {
    arena.calm();
    var id = arena.game(12);
    arena.tick(id, "first").statusCode(200);
    arena.tick(id, "second").statusCode(200);
    return id;
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer dev-viewer");
  }

  private String path(String rest) {
    return "/api/games/" + game + rest;
  }

  /** All items of a list, page by page. */
  private List<Object> all(String path, String of, int limit) {
    var items = new ArrayList<Object>();
    String cursor = null;
    for (var pages = 0; pages < 100; pages++) {
      var request = viewer().queryParam("limit", limit);
      var page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get(path(path))
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      items.addAll(page.getList("items." + of));
      cursor = page.getString("next");
      if (cursor == null) {
        return items;
      }
      assertThat(page.getList("items")).hasSize(limit);
    }
    throw new AssertionError("the list has no end");
  }

  @ParameterizedTest
  @CsvSource({
    "/feed,id",
    "/markets,id",
    "/leaderboard,handle",
    "/ticks,tick",
    "/ticks/1/turns,handle"
  })
  void everyListComesInPagesWithoutGapOrRepetition(String list, String key) {
    var whole = all(list, key, 100);
    assertThat(whole).isNotEmpty().doesNotHaveDuplicates();
    assertThat(all(list, key, 1)).isEqualTo(whole);
    assertThat(all(list, key, 2)).isEqualTo(whole);
  }

  @Test
  void aGameShowsItsLastTick() {
    viewer()
        .get(path(""))
        .then()
        .statusCode(200)
        .body("agents", equalTo(12))
        .body("lastTick", equalTo(2))
        .body("latest.outcome", equalTo("completed"));
    viewer().get("/api/games?limit=1").then().statusCode(200).body("items", hasSize(1));
  }

  @Test
  void aTurnTellsDecisionResultsAndPath() {
    viewer()
        .get(path("/ticks/1/turns"))
        .then()
        .body("items", hasSize(12))
        .body("items.state", everyItem(equalTo("applied")))
        .body("items.decision.actions", everyItem(notNullValue()))
        .body("items.results", everyItem(notNullValue()))
        .body("items[0].path[0].step", equalTo("asked"))
        .body("items[0].path[0].provider", equalTo("wandb"));
  }

  @Test
  void marketsKeepTheirOutcomeAndShowTheirTrades() {
    viewer()
        .get(path("/markets"))
        .then()
        .body("items.status", everyItem(equalTo("open")))
        .body("items.outcome", everyItem(nullValue()));
    var market =
        arena
            .rows("select market_id from babylon_trade where game_id = ? limit 1", game)
            .getFirst();
    viewer()
        .get(path("/markets/" + market + "/trades"))
        .then()
        .body("items[0].market", equalTo(market));
    viewer()
        .get(path("/markets/none/trades"))
        .then()
        .statusCode(404)
        .body("detail", containsString("no market 'none'"));
  }

  @Test
  void nobodyReadsWithoutAToken() {
    for (var list : LISTS) {
      given().get(path(list)).then().statusCode(401);
      given().header("Authorization", "Bearer dev-cron").get(path(list)).then().statusCode(403);
      given().header("Authorization", "Bearer dev-admin").get(path(list)).then().statusCode(200);
    }
    given().get("/api/games").then().statusCode(401);
  }

  @Test
  void whatIsNotThereIsNamed() {
    for (var list : LISTS) {
      viewer()
          .get("/api/games/atlantis" + list)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("detail", containsString("atlantis"));
    }
    viewer().get(path("/ticks/99")).then().statusCode(404).body("detail", containsString("99"));
    viewer().get(path("/ticks/99/turns")).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/feed?limit=0",
        "/feed?limit=101",
        "/feed?cursor=nonsense",
        "/markets?limit=-1",
        "/markets?cursor=-1",
        "/markets?cursor=t1-0-0",
        "/leaderboard?limit=many",
        "/leaderboard?cursor=99999999999",
        "/ticks?cursor=x",
        "/ticks/1/turns?limit=1000",
        "/ticks/1/turns?cursor=1.5",
      })
  void wrongPagesAreRefusedByName(String list) {
    var refusal =
        viewer()
            .get(path(list))
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("status", equalTo(400))
            .extract()
            .asString();
    assertThat(refusal).contains(list.replaceAll(".*\\?(\\w+)=.*", "$1"));
  }

  @Test
  void aTickThatIsNoNumberIsNotThere() {
    viewer()
        .get(path("/ticks/first"))
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  /** What is new comes first: a page counted from there would begin with what was seen before. */
  @Test
  void readingOnMissesAndRepeatsNothingWhileTheGameGoesOn() {
    game = played();
    var before = all("/markets", "id", 100);
    var first = viewer().queryParam("limit", 1).get(path("/markets")).jsonPath();
    arena.change(
        """
        insert into babylon_market (game_id, id, opened_tick, ordinal, topic, question,
          liquidity_micro_points, yes_micro_shares, no_micro_shares, pool_micro_points,
          volume_micro_points, outcome, opened_at, closes_at)
        select game_id, 'm900-0', 900, 0, topic, question, liquidity_micro_points, 0, 0,
          pool_micro_points, 0, outcome, opened_at, closes_at
        from babylon_market where game_id = ? limit 1""",
        game);
    assertThat(
            viewer()
                .queryParam("cursor", first.getString("next"))
                .get(path("/markets"))
                .jsonPath()
                .getList("items.id"))
        .isEqualTo(before.subList(1, before.size()));

    var market =
        arena
            .rows(
                """
                select market_id from babylon_trade where game_id = ?
                group by market_id order by count(*) desc limit 1""",
                game)
            .getFirst();
    var list = "/markets/" + market + "/trades";
    var trades = all(list, "id", 100);
    assertThat(trades).hasSizeGreaterThan(1);
    var newest = viewer().queryParam("limit", 1).get(path(list)).jsonPath();
    arena.tick(game, "third").statusCode(200);
    assertThat(
            viewer()
                .queryParam("cursor", newest.getString("next"))
                .queryParam("limit", 100)
                .get(path(list))
                .jsonPath()
                .getList("items.id"))
        .isEqualTo(trades.subList(1, trades.size()));
  }
}
