package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.store.ConservationReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admin makes of agents, and sees of them. */
@QuarkusTest
class AgentsTest {

  @Inject Arena arena;
  @Inject ConservationReader conservation;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = arena.game(3);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private ValidatableResponse create(String json) {
    return admin().body(json).post("/api/games/" + game + "/agents").then();
  }

  private ValidatableResponse change(String handle, String json) {
    return admin().body(json).patch("/api/games/" + game + "/agents/" + handle).then();
  }

  private ValidatableResponse get(String rest) {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/agents" + rest)
        .then();
  }

  @Test
  void aNewAgentPlaysFromTheNextTickOn() {
    arena.tick(game, "first").statusCode(200);
    create("{\"handle\": \"ada\", \"persona\": \"Counts twice.\"}")
        .statusCode(201)
        .header("Location", endsWith("/api/games/" + game + "/agents/ada"))
        .header("ETag", "\"1\"")
        .body("handle", equalTo("ada"))
        .body("cadence", equalTo(1))
        .body("memo", equalTo(""))
        .body("model", nullValue())
        .body("lastTurn", equalTo(0))
        .body("walletMicroPoints", nullValue())
        .body("turns", hasSize(0));
    arena.tick(game, "second").statusCode(200).body("ticks[0].turns.applied", equalTo(4));
    get("/ada")
        .statusCode(200)
        .body("lastTurn", equalTo(2))
        .body("walletMicroPoints", greaterThan(0))
        .body("worthMicroPoints", greaterThan(0))
        .body("profitMicroPoints", notNullValue())
        .body("costMicroUsd", greaterThan(0))
        .body("turns", hasSize(1))
        .body("turns[0].tick", equalTo(2))
        .body("turns[0].state", equalTo("applied"))
        .body("turns[0].provider", equalTo("wandb"))
        .body("turns[0].decision.actions", notNullValue())
        .body("turns[0].results", notNullValue())
        .body("turns[0].costMicroUsd", greaterThan(0));
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    create("{\"handle\": \"ada\", \"persona\": \"Another.\"}")
        .statusCode(409)
        .body("detail", containsString("'ada' is taken"));
  }

  @Test
  void listsWhoPlaysWhatTheyOwnAndWhatTheyCost() {
    arena.tick(game, "first").statusCode(200);
    get("?limit=2")
        .statusCode(200)
        .body("items.handle", contains("agent-0001", "agent-0002"))
        .body("items.lastTurn", everyItem(equalTo(1)))
        .body("items.walletMicroPoints", everyItem(notNullValue()))
        .body("items.costMicroUsd", everyItem(greaterThan(0)))
        .body("next", equalTo("agent-0002"));
    get("?limit=2&cursor=agent-0002").body("items.handle", contains("agent-0003"));
    get("?limit=0").statusCode(400);
    get("?deleted=true").statusCode(200).body("items", hasSize(0));
    get("?deleted=perhaps").statusCode(400);
  }

  @Test
  void turnsAndTradesComeNewestFirst() {
    for (var tick = 1; tick <= 6; tick++) {
      arena.tick(game, "tick " + tick).statusCode(200);
    }
    get("/agent-0001/turns?limit=4").body("items.tick", contains(6, 5, 4, 3));
    get("/agent-0001/turns?limit=4&cursor=3").body("items.tick", contains(2, 1));
    get("/agent-0001/turns?cursor=nonsense").statusCode(400);
    var trader =
        arena
            .rows(
                "select handle from babylon_trade where game_id = ? group by 1"
                    + " order by count(*) desc",
                game)
            .getFirst();
    var expected =
        arena.rows(
            "select id from babylon_trade where game_id = ? and handle = ?"
                + " order by tick desc, position desc, action desc",
            game,
            trader);
    var path = "/" + trader + "/trades?limit=1";
    get(path)
        .statusCode(200)
        .body("items.id", contains(expected.getFirst()))
        .body("items.handle", contains(trader));
    if (expected.size() > 1) {
      get(path + "&cursor=" + expected.get(0)).body("items.id", contains(expected.get(1)));
    }
    get("/" + trader + "/trades?cursor=nonsense").statusCode(400);
    get("/nobody/turns").statusCode(404);
    get("/nobody/trades").statusCode(404);
    get("/nobody").statusCode(404).body("detail", containsString("has no agent 'nobody'"));
  }

  @Test
  void editsAndClears() {
    change("agent-0001", "{\"persona\": \"Is new.\", \"memo\": \"Note.\", \"cadence\": 3}")
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("persona", equalTo("Is new."))
        .body("memo", equalTo("Note."))
        .body("cadence", equalTo(3));
    change("agent-0001", "{\"model\": \"groq/openai/gpt-oss-20b\"}")
        .body("persona", equalTo("Is new."))
        .body("model", equalTo("groq/openai/gpt-oss-20b"));
    arena
        .tick(game, "first")
        .body("ticks[0].inference.byProvider.groq", equalTo(1))
        .body("ticks[0].inference.byProvider.wandb", equalTo(2));
    change("agent-0001", "{\"model\": null, \"memo\": null}")
        .body("model", nullValue())
        .body("memo", equalTo(""));
    change("agent-0001", "{\"persona\": null}")
        .statusCode(400)
        .body("detail", containsString("persona: cannot be cleared"));
    change("agent-0001", "{\"handle\": \"other\"}")
        .statusCode(400)
        .body("detail", containsString("handle: cannot be changed"));
    change("nobody", "{\"memo\": \"x\"}").statusCode(404);
    admin()
        .header("If-Match", "\"1\"")
        .body("{\"memo\": \"stale\"}")
        .patch("/api/games/" + game + "/agents/agent-0001")
        .then()
        .statusCode(412);
    assertThat(
            arena.rows(
                "select detail from audit where action = 'agent.change' and subject = ?"
                    + " order by id",
                "games/" + game + "/agents/agent-0001"))
        .containsExactly(
            "{\"persona\":\"Is new.\",\"memo\":\"Note.\",\"cadence\":3}",
            "{\"model\":\"groq/openai/gpt-oss-20b\"}",
            "{\"memo\":\"\",\"model\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | handle: is required",
        "{'handle': 'Ada'}                              | handle: must be a text that matches",
        "{'handle': '-a'}                               | handle: must be a text that matches",
        "{'handle': 'a123456789012345678901234567890'}  | handle: must be a text that matches",
        "{'handle': 'a'}                                | persona: is required",
        "{'persona': 7}                                 | persona: must be a text of 1 to 4000",
        "{'memo': 7}                                    | memo: must be a text of 1 to 500",
        "{'cadence': 0}                                 | cadence: must be a whole number from 1",
        "{'cadence': 1.5}                               | cadence: must be a whole number from 1",
        "{'model': 'claude-sonet-5-5'}                  | but these are: claude-sonnet-5-5",
        "{'model': 'wholly-unheard-of-thing'}           | ?force=true takes it",
        "{'model': 'text-embedding-3-small'}            | returns embeddings and does not chat",
        "{'model': 'wandb-artifact:///team/own'}        | team/project/name:version",
        "{'model': 7}                                   | model: must be a text",
        "{'deleted': false}                             | deleted: is unknown",
        "{'wallet': 7}                                  | wallet: is unknown; allowed are handle",
        "null                                           | body: must be a JSON object",
      })
  void aFaultIsNamed(String json, String detail) {
    create(json.replace('\'', '"'))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail));
  }

  @Test
  void aModelNobodyKnowsIsTakenOnlyByForce() {
    create("{\"handle\": \"own\", \"persona\": \"P\", \"model\": \"wandb-artifact:///t/p/n:v3\"}")
        .statusCode(201);
    var unknown = "{\"handle\": \"eve\", \"persona\": \"P\", \"model\": \"not-yet-out\"}";
    create(unknown).statusCode(400);
    admin()
        .body(unknown)
        .post("/api/games/" + game + "/agents?force=true")
        .then()
        .statusCode(201)
        .body("model", equalTo("not-yet-out"));
    arena.tick(game, "first").statusCode(200).body("ticks[0].turns.applied", equalTo(5));
  }

  @Test
  void whoIsDeletedRestsKeepsItsPointsAndComesBack() {
    arena.tick(game, "first").statusCode(200);
    var wallet =
        arena.number(
            "select micro_points from babylon_wallet where game_id = ? and handle = 'agent-0002'",
            game);
    admin()
        .delete("/api/games/" + game + "/agents/agent-0002")
        .then()
        .statusCode(200)
        .body("deletedAt", notNullValue());
    admin().delete("/api/games/" + game + "/agents/agent-0002").then().statusCode(404);
    get("/agent-0002").statusCode(404);
    get("").body("items.handle", contains("agent-0001", "agent-0003"));
    get("?deleted=true")
        .body("items.handle", contains("agent-0002"))
        .body("items.walletMicroPoints", everyItem(notNullValue()));
    change("agent-0002", "{\"memo\": \"x\"}").statusCode(404);
    create("{\"handle\": \"agent-0002\", \"persona\": \"Another.\"}")
        .statusCode(409)
        .body("detail", containsString("was deleted and stays taken"));

    arena
        .tick(game, "second")
        .statusCode(200)
        .body("ticks[0].turns.applied", equalTo(2))
        .body("ticks[0].digest", not(nullValue()));
    assertThat(
            arena.number(
                "select count(*) from turn where game_id = ? and tick = 2"
                    + " and handle = 'agent-0002'",
                game))
        .isZero();
    assertThat(
            arena.number(
                "select micro_points from babylon_wallet"
                    + " where game_id = ? and handle = 'agent-0002'",
                game))
        .as("its wallet stays in the world, where markets may still pay into it")
        .isGreaterThanOrEqualTo(wallet);
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    assertThat(arena.rows("select digest from babylon_house where game_id = ?", game))
        .isEqualTo(arena.rows("select digest from tick where game_id = ? and number = 2", game));

    change("agent-0002", "{\"deleted\": false}")
        .statusCode(200)
        .body("deletedAt", nullValue())
        .body("version", equalTo(3));
    arena.tick(game, "third").body("ticks[0].turns.applied", equalTo(3));
  }

  @Test
  void viewersChangeNothing() {
    var viewer = given().header("Authorization", "Bearer dev-viewer").contentType(ContentType.JSON);
    var path = "/api/games/" + game + "/agents";
    viewer.body("{}").post(path).then().statusCode(403);
    viewer.body("{}").patch(path + "/agent-0001").then().statusCode(403);
    viewer.delete(path + "/agent-0001").then().statusCode(403);
  }
}
