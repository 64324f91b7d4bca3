package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.store.ConservationReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admin makes of games. */
@QuarkusTest
class GamesTest {

  @Inject Arena arena;
  @Inject ConservationReader conservation;

  private final String id = "game-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse create(String json) {
    return admin().body(json).post("/api/games").then();
  }

  private ValidatableResponse create() {
    return create(
        """
        {"id": "%s", "name": "A game", "seed": 7, "periodMillis": 60000, "agents": 3}"""
            .formatted(id));
  }

  private ValidatableResponse change(String json) {
    return admin().body(json).patch("/api/games/" + id).then();
  }

  private ValidatableResponse get() {
    return admin().get("/api/games/" + id).then();
  }

  private long audited(String action) {
    return arena.number(
        "select count(*) from audit where action = ? and subject = ? and who like '%admin%'",
        action, "games/" + id);
  }

  @Test
  void aNewGameIsFoundedAndPlays() {
    create()
        .statusCode(201)
        .header("Location", endsWith("/api/games/" + id))
        .header("ETag", "\"1\"")
        .body("id", equalTo(id))
        .body("world", equalTo("babylon"))
        .body("seed", equalTo(7))
        .body("state", equalTo("running"))
        .body("periodMillis", equalTo(60_000))
        .body("budgetMillis", nullValue())
        .body("width", nullValue())
        .body("agents", equalTo(3))
        .body("latest", nullValue());
    assertThat(conservation.find(id).orElseThrow().holds()).isTrue();
    arena.tick(id, "first").statusCode(200).body("ticks[0].turns.applied", equalTo(3));
    assertThat(audited("game.create")).isEqualTo(1);
    create().statusCode(409).body("detail", containsString("'" + id + "' is taken"));
    assertThat(audited("game.create")).as("a refused change leaves no entry").isEqualTo(1);
  }

  @Test
  void whatIsLeftOutIsChosen() {
    create("{\"id\": \"%s\", \"name\": \"Alone\", \"periodMillis\": 1000}".formatted(id))
        .statusCode(201)
        .body("seed", greaterThan(0L))
        .body("agents", equalTo(0));
    arena.tick(id, "first").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void isFoundedWithWhatItsCreatorWantsOfItsWorld() {
    create(
            """
            {"id": "%s", "name": "Poor", "periodMillis": 1000, "agents": 1,
             "worldSettings": {"startPoints": 3}}"""
                .formatted(id))
        .statusCode(201);
    admin()
        .get("/api/games/" + id + "/agents/agent-0001")
        .then()
        .body("walletMicroPoints", equalTo(3_000_000));
  }

  @Test
  void bringsItsAgentsAlong() {
    create(
            """
            {"id": "%s", "name": "Two", "periodMillis": 1000, "state": "paused", "width": 2,
             "budgetMillis": 30000, "agents": [
               {"handle": "ada", "persona": "Counts."},
               {"handle": "bob", "persona": "Bets.", "memo": "owe ada", "cadence": 2,
                "model": "claude-haiku-5-5"}]}"""
                .formatted(id))
        .statusCode(201)
        .body("state", equalTo("paused"))
        .body("width", equalTo(2))
        .body("budgetMillis", equalTo(30_000))
        .body("agents", equalTo(2));
    admin()
        .get("/api/games/" + id + "/agents/bob")
        .then()
        .statusCode(200)
        .body("memo", equalTo("owe ada"))
        .body("cadence", equalTo(2))
        .body("model", equalTo("claude-haiku-5-5"))
        .body("profitMicroPoints", equalTo(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                        | id: is required",
        "{'id': 'A B'}                             | id: must be a text that matches",
        "{'id': 'x'}                               | name: is required",
        "{'id': 'x', 'name': ''}                   | name: must be a text of 1 to 100",
        "{'id': 'x', 'name': 'X'}                  | periodMillis: is required",
        "{'periodMillis': 999}                     | periodMillis: must be a whole number from 1000",
        "{'periodMillis': '1 s'}                   | periodMillis: must be a whole number",
        "{'budgetMillis': 10}                      | budgetMillis: must be a whole number from 2000",
        "{'budgetMillis': 3600001}                 | budgetMillis: must be",
        "{'width': 0}                              | width: must be a whole number from 1 to 512",
        "{'width': 513}                            | width: must be a whole number from 1 to 512",
        "{'seed': 9007199254740992}                | seed: must be",
        "{'state': 'asleep'}                       | state: must be one of running, paused",
        "{'world': 'atlantis'}                     | world: must be one of babylon",
        "{'worldSettings': []}                     | worldSettings: must be a JSON object",
        "{'agents': 10001}                         | agents: must be a whole number from 0 to 10000",
        "{'agents': -1}                            | agents: must be a whole number from 0 to 10000",
        "{'agents': 'many'}                        | agents: must be a list",
        "{'agents': [7]}                           | agents[0]: must be a JSON object",
        "{'agents': [{'handle': 'a'}]}             | agents[0].persona: is required",
        "{'agents': [{'handle': 'a', 'persona': 'x'}, {'handle': 'a', 'persona': 'x'}]}"
            + " | agents[1].handle: is also the handle of an earlier agent",
        "{'colour': 'red'}                         | colour: is unknown; allowed are id, name",
        "{'deleted': false}                        | deleted: is unknown",
        "[]                                        | body: must be a JSON object",
        "7                                         | body: must be a JSON object",
      })
  void aFaultIsNamed(String json, String detail) {
    create(json.replace('\'', '"'))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail));
  }

  @Test
  void anEmptyOrBrokenBodyIsTheCallersMistake() {
    admin().post("/api/games").then().statusCode(400);
    create("{\"id\":").statusCode(400);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("text/plain")
        .body("game")
        .post("/api/games")
        .then()
        .statusCode(415);
  }

  @Test
  void editsWhatMayBeEdited() {
    create();
    change("{\"name\": \"New name\", \"width\": 4, \"budgetMillis\": 20000}")
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("name", equalTo("New name"))
        .body("width", equalTo(4))
        .body("budgetMillis", equalTo(20_000))
        .body("periodMillis", equalTo(60_000))
        .body("version", equalTo(2));
    change("{\"width\": null, \"budgetMillis\": null, \"periodMillis\": 5000}")
        .statusCode(200)
        .body("name", equalTo("New name"))
        .body("width", nullValue())
        .body("budgetMillis", nullValue())
        .body("periodMillis", equalTo(5_000));
    change("{\"name\": null}").statusCode(400).body("detail", containsString("name: cannot be"));
    change("{\"seed\": 8}").statusCode(400).body("detail", containsString("create another game"));
    change("{\"id\": \"other\"}").statusCode(400).body("detail", containsString("id: cannot be"));
    change("{\"seed\": 7, \"world\": \"babylon\"}").statusCode(200);
    change("{\"agents\": 3}").statusCode(400).body("detail", containsString("agents: is unknown"));
    change("{\"deleted\": true}").statusCode(400).body("detail", containsString("use DELETE"));
    assertThat(audited("game.change")).isEqualTo(3);
    assertThat(
            arena.rows(
                "select detail from audit where subject = ? and action = 'game.change' order by id",
                "games/" + id))
        .first()
        .isEqualTo("{\"name\":\"New name\",\"budgetMillis\":20000,\"width\":4}");
  }

  @Test
  void pausesAndResumes() {
    create();
    change("{\"state\": \"paused\"}").statusCode(200).body("state", equalTo("paused"));
    arena.tick(id, "first").body("ticks[0].reason", equalTo("the game is paused"));
    change("{\"state\": \"running\"}").statusCode(200);
    arena.tick(id, "first").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void whoHasNotSeenTheLatestVersionChangesNothing() {
    create();
    change("{\"name\": \"Second\"}").header("ETag", "\"2\"");
    for (var stale : new String[] {"\"1\"", "\"7\"", "W/\"2\"", "2", "nonsense"}) {
      admin()
          .header("If-Match", stale)
          .body("{\"name\": \"Third\"}")
          .patch("/api/games/" + id)
          .then()
          .statusCode(412)
          .contentType("application/problem+json")
          .body("detail", containsString("current version is 2"));
      admin().header("If-Match", stale).delete("/api/games/" + id).then().statusCode(412);
    }
    get().body("name", equalTo("Second"));
    for (var seen : new String[] {"\"2\"", "\"1\", \"3\"", "*"}) {
      admin()
          .header("If-Match", seen)
          .body("{\"name\": \"Third\"}")
          .patch("/api/games/" + id)
          .then()
          .statusCode(200);
    }
  }

  @Test
  void ofManyWhoEditTheSameVersionOneWins() throws Exception {
    create();
    var together = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var editors =
          IntStream.range(0, 10)
              .mapToObj(
                  editor ->
                      threads.submit(
                          () -> {
                            together.await();
                            return admin()
                                .header("If-Match", "\"1\"")
                                .body("{\"name\": \"Editor %d\"}".formatted(editor))
                                .patch("/api/games/" + id)
                                .statusCode();
                          }))
              .toList();
      together.countDown();
      var won = 0;
      for (var editor : editors) {
        assertThat(editor.get()).isIn(200, 412);
        won += editor.get() == 200 ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    }
    get().body("version", equalTo(2));
  }

  @Test
  void whatIsDeletedRestsAndComesBack() {
    create();
    arena.tick(id, "first").statusCode(200);
    admin().delete("/api/games/" + id).then().statusCode(200).body("deletedAt", not(nullValue()));
    for (var path : new String[] {"", "/feed", "/markets", "/leaderboard", "/ticks", "/agents"}) {
      admin().get("/api/games/" + id + path).then().statusCode(404);
    }
    admin().delete("/api/games/" + id).then().statusCode(404);
    change("{\"name\": \"x\"}").statusCode(404).body("detail", containsString("?deleted=true"));
    arena.tick(id, "second").statusCode(404);
    create().statusCode(409).body("detail", containsString("restores one"));
    admin().get("/api/games?limit=100&cursor=game").then().body("items.id", not(hasItem(id)));
    admin()
        .get("/api/games?deleted=true&limit=100&cursor=game")
        .then()
        .body("items.id", hasItem(id));

    change("{\"deleted\": false}").statusCode(200).body("deletedAt", nullValue());
    arena.tick(id, "second").statusCode(200).body("ticks[0].tick", equalTo(2));
    assertThat(audited("game.delete")).isEqualTo(1);
  }

  @Test
  void aDeletedGameIsNotAmongThoseThatTick() {
    arena.change("update game set state = 'paused'");
    create();
    admin().delete("/api/games/" + id).then().statusCode(200);
    given()
        .header("Authorization", "Bearer dev-cron")
        .post("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks.game", not(hasItem(id)));
  }

  @Test
  void aGamesOwnBudgetIsItsTicks() {
    arena.faults(
        """
        {"wandb":{"latencyMillis":900},"groq":{"latencyMillis":900},
         "claude":{"latencyMillis":900},"openai":{"latencyMillis":900}}""");
    create();
    change("{\"width\": 1, \"budgetMillis\": 3000}");
    arena
        .tick(id, "short")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("partial"))
        .body("ticks[0].turns.passedOver", greaterThan(0));
  }

  @Test
  void viewersChangeNothing() {
    var viewer = given().header("Authorization", "Bearer dev-viewer").contentType(ContentType.JSON);
    viewer.body("{}").post("/api/games").then().statusCode(403);
    viewer.body("{}").patch("/api/games/" + id).then().statusCode(403);
    viewer.delete("/api/games/" + id).then().statusCode(403);
  }

  @Test
  void aFlagIsTrueOrFalse() {
    admin()
        .get("/api/games?deleted=yes")
        .then()
        .statusCode(400)
        .body("detail", equalTo("deleted: must be true or false"));
  }
}
