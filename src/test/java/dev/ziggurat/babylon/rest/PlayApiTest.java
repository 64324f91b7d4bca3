package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markets by hand, the house, prices, interventions: by HTTP. */
@QuarkusTest
class PlayApiTest {

  @Inject Arena arena;
  private String game;
  private Desk desk;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(12);
    arena.tick(game, "first").statusCode(200);
    desk = new Desk(game);
  }

  private String traded() {
    return arena
        .rows(
            """
            select market_id from babylon_trade where game_id = ?
            group by market_id order by count(*) desc limit 1""",
            game)
        .getFirst();
  }

  private long wallets() {
    return arena.number("select sum(micro_points) from babylon_wallet where game_id = ?", game);
  }

  @Test
  void aMarketIsOpenedTradedAndResolvedEarlyWithAnotherAnswer() {
    desk.post(
            "/markets",
            Desk.market("Will it rain?", ", \"topic\": \"rain\", \"liquidityPoints\": 300"))
        .statusCode(200)
        .body("id", equalTo("m1-1000"))
        .body("topic", equalTo("rain"))
        .body("status", equalTo("open"))
        .body("outcome", nullValue())
        .body("liquidity", equalTo(300_000_000));
    for (var number = 2; number < 6; number++) {
      arena.tick(game, "tick-" + number).statusCode(200);
    }
    desk.post("/markets/m1-1000/resolution", "{\"outcome\": \"no\"}")
        .statusCode(200)
        .body("status", equalTo("resolved"))
        .body("outcome", equalTo("no"))
        .body("pool", equalTo(0));
    desk.get("/markets/m1-1000").body("outcome", equalTo("no"));
    desk.post("/markets/m1-1000/resolution", "{\"outcome\": \"no\"}")
        .statusCode(422)
        .body("detail", containsString("closed or never was"));
    desk.get("/house").body("conserved", equalTo(true));
    desk.replay().body("matches", equalTo(true)).body("interventions", equalTo(2));
  }

  @Test
  void aVoidedMarketGivesBackAndIsListedAsVoided() {
    var market = traded();
    var stakes =
        arena.number(
            """
            select sum(greatest(spent_micro_points, 0)) from babylon_position
            where game_id = ? and market_id = ?""",
            game,
            market);
    var before = wallets();
    desk.post("/markets/" + market + "/voiding", "{\"reason\": \"asked badly\"}")
        .statusCode(200)
        .body("status", equalTo("voided"))
        .body("outcome", equalTo("void"));
    assertThat(wallets() - before).isEqualTo(stakes).isPositive();
    desk.get("/house").body("conserved", equalTo(true)).body("markets", hasSize(2));
    desk.get("/markets?state=voided").body("items.id", contains(market));
    desk.get("/markets?state=open").body("items.id", not(hasItem(market)));
    desk.get("/markets?state=resolved").body("items", hasSize(0));
    desk.get("/markets?limit=1&state=open").body("items", hasSize(1));
    desk.get("/interventions")
        .body("items", hasSize(1))
        .body("items[0].id", equalTo("1-1"))
        .body("items[0].who", containsString("admin"))
        .body("items[0].action.reason", equalTo("asked badly"))
        .body("items[0].result.market", equalTo(market));
    assertThat(
            arena.rows(
                "select detail from audit where subject = ?",
                "games/" + game + "/interventions/1-1"))
        .singleElement()
        .asString()
        .contains(market);
  }

  @Test
  void aVoidNeedsNoReason() {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .post("/api/games/" + game + "/markets/" + traded() + "/voiding")
        .then()
        .statusCode(200)
        .body("status", equalTo("voided"));
  }

  @Test
  void theHouseKnowsTheWorst() {
    var market = traded();
    var house = desk.get("/house").statusCode(200).extract().jsonPath();
    assertThat(house.getLong("house") + house.getLong("pools") + house.getLong("wallets"))
        .isEqualTo(house.getLong("minted"));
    assertThat(house.getList("markets")).hasSize(3);
    var one = "markets.find { it.id == '" + market + "' }.";
    var stored = desk.get("/markets/" + market).extract().jsonPath();
    var pool = stored.getLong("pool");
    assertThat(house.getLong(one + "pool")).isEqualTo(pool);
    assertThat(house.getLong(one + "toHouseIfYes"))
        .isEqualTo(pool - stored.getLong("yesMicroShares"));
    assertThat(house.getLong(one + "toHouseIfNo"))
        .isEqualTo(pool - stored.getLong("noMicroShares"));
    var most = Math.max(stored.getLong("yesMicroShares"), stored.getLong("noMicroShares"));
    assertThat(house.getLong(one + "worst"))
        .isEqualTo(pool - most - house.getLong(one + "funding"))
        .isNegative();
    assertThat(house.getLong("worst")).isLessThanOrEqualTo(house.getLong(one + "worst"));
    desk.get("/markets/none").statusCode(404);
  }

  @Test
  void pricesBeginEvenAndEndWithTheLast() {
    var market = traded();
    arena.tick(game, "second").statusCode(200);
    var prices = desk.get("/markets/" + market + "/prices").statusCode(200).extract().jsonPath();
    assertThat(prices.getDouble("points[0].priceYes")).isEqualTo(0.5);
    assertThat(prices.getList("points.tick", Long.class)).isSorted().startsWith(0L);
    assertThat(prices.getDouble("points[-1].priceYes"))
        .isEqualTo(desk.get("/markets/" + market).extract().jsonPath().getDouble("priceYes"));
    desk.get("/markets/none/prices").statusCode(404).body("detail", containsString("no market"));
  }

  @ParameterizedTest
  @ValueSource(ints = {497, 498, 499, 500, 996, 997, 1500})
  void aLongHistoryOfPricesIsThinnedOut(int ticks) {
    var market = desk.open();
    arena.change(
        """
        insert into babylon_trade (game_id, id, tick, position, action, market_id, handle, traded_at,
          bought, side, micro_points, micro_shares, price_after)
        select ?, 't' || tick || '-' || place || '-0', tick, place, 0, ?, 'agent-0001',
          timestamptz '2026-01-01' + tick * interval '1 minute', true, 'yes', 1, 1,
          1 + (tick + place) % 9999
        from generate_series(2, ? + 1) tick, generate_series(0, 1) place""",
        game, market, ticks);
    var prices = desk.get("/markets/" + market + "/prices").extract().jsonPath();
    assertThat(prices.getLong("ticks")).isEqualTo(ticks);
    assertThat(prices.getList("points")).hasSizeBetween(ticks < 499 ? ticks + 1 : 250, 500);
    assertThat(prices.getLong("points[-1].tick")).isEqualTo(ticks + 1);
    assertThat(prices.getDouble("points[-1].priceYes"))
        .as("the last trade of the last tick")
        .isEqualTo((1 + (ticks + 2) % 9999) / 10_000d);
  }

  @Test
  void howAnOpenMarketWillEndIsToldToNobody() {
    var market = desk.open();
    desk.get("/interventions")
        .body("items[0].action.question", equalTo("Will it rain?"))
        .body("items[0].action", not(hasKey("outcome")));
    assertThat(
            arena.rows(
                "select detail from audit where subject = ?",
                "games/" + game + "/interventions/1-1"))
        .singleElement()
        .asString()
        .contains("Will it rain?")
        .doesNotContain("outcome");
    desk.post("/markets/" + market + "/resolution", "{\"outcome\": \"yes\"}").statusCode(200);
    desk.get("/interventions").body("items[0].action.outcome", equalTo("yes"));
    desk.replay().body("matches", equalTo(true));
  }

  @Test
  void interventionsComeInPages() {
    for (var number = 0; number < 3; number++) {
      desk.intervene("{'type':'news','text':'Number " + number + "'}").statusCode(200);
    }
    arena.tick(game, "second").statusCode(200);
    desk.intervene("{'type':'news','text':'Number 3'}").statusCode(200);
    var first = desk.get("/interventions?limit=3").extract().jsonPath();
    assertThat(first.getList("items.id")).isEqualTo(List.of("2-1", "1-3", "1-2"));
    desk.get("/interventions?limit=3&cursor=" + first.getString("next"))
        .body("items.id", contains("1-1"))
        .body("next", nullValue());
    desk.get("/interventions?cursor=x").statusCode(400).body("detail", containsString("cursor"));
  }

  /** What is opened and told by hand takes its place in lists that are read page by page. */
  @Test
  void cursorsReadOnAcrossWhatWasDoneByHand() {
    for (var number = 0; number < 4; number++) {
      desk.open();
    }
    arena.tick(game, "second").statusCode(200);
    for (var list : List.of("/markets", "/feed")) {
      var whole = desk.get(list + "?limit=100").extract().jsonPath().getList("items.id");
      assertThat(whole).doesNotHaveDuplicates().hasSizeGreaterThan(6);
      var ids = new java.util.ArrayList<Object>();
      var cursor = "";
      do {
        var page = desk.get(list + "?limit=2" + cursor).statusCode(200).extract().jsonPath();
        ids.addAll(page.getList("items.id"));
        cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
      } while (cursor != null);
      assertThat(ids).isEqualTo(whole);
    }
  }
}
