package dev.ziggurat.games.ticks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A turn can be looked at down to what was sent and what came back. */
@QuarkusTest
class TurnsTest {

  @Inject Arena arena;
  private String game;
  private String handle;

  @BeforeEach
  void play() {
    arena.calm();
    arena.faults("{\"wandb\":{\"garbage\":true}}");
    game = arena.game(3);
    arena.tick(game, "only").statusCode(200);
    handle = arena.rows("select handle from turn where game_id = ?", game).getFirst();
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private ValidatableResponse get(String rest) {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/ticks/1" + rest)
        .then();
  }

  @Test
  void aTurnShowsWhatWasSentWhatCameBackAndWhatCameOfIt() {
    get("/turns/" + handle)
        .statusCode(200)
        .body("state", equalTo("applied"))
        .body("provider", equalTo("groq"))
        .body("note", nullValue())
        .body("decision.actions", notNullValue())
        .body("results", notNullValue())
        .body("path", hasSize(2))
        .body("thoughtAt", notNullValue())
        .body("attempts", hasSize(2))
        .body("attempts.provider", equalTo(List.of("wandb", "groq")))
        .body("attempts.outcome", equalTo(List.of("BADJSON", "OK")))
        .body("attempts.httpStatus", everyItem(equalTo(200)))
        .body("attempts.requestId", everyItem(notNullValue()))
        .body("attempts.costNanoUsd", everyItem(greaterThanOrEqualTo(1)));
  }

  /**
   * Sent once more, the texts are as many tokens to the simulator as when the engine sent them, but
   * for the schema of the answer, which is everybody's.
   */
  @Test
  void theTextsAreThoseOfTheCall() {
    arena.calm();
    var two = arena.game(2);
    arena.tick(two, "both").statusCode(200);
    var schemas =
        arena.rows("select handle from turn where game_id = ?", two).stream()
            .map(
                agent -> {
                  var turn =
                      given()
                          .header("Authorization", "Bearer dev-viewer")
                          .get("/api/games/" + two + "/ticks/1/turns/" + agent)
                          .jsonPath();
                  var system = turn.getString("sharedBriefing");
                  var user = turn.getString("briefing");
                  assertThat(system)
                      .startsWith("You play one character in a game.")
                      .contains("Answer with one JSON object and nothing else")
                      .contains("\nmarket ");
                  assertThat(user).contains("you are @" + agent).endsWith("What do you do?\n");
                  assertThat(turn.getString("completion")).contains("\"actions\"");
                  return turn.getLong("attempts[0].inputTokens") - tokens(system, user);
                })
            .distinct()
            .toList();
    assertThat(schemas).hasSize(1);
  }

  private static long tokens(String system, String user) {
    return given()
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer any")
        .body(
            Map.of(
                "model",
                "meta-llama/Llama-3.3-70B-Instruct",
                "messages",
                List.of(
                    Map.of("role", "system", "content", system),
                    Map.of("role", "user", "content", user))))
        .post("/simulator/wandb/v1/chat/completions")
        .jsonPath()
        .getLong("usage.prompt_tokens");
  }

  @Test
  void forgottenTextsAreNullWithTheReason() {
    arena.change("update turn set briefing = null, answer = null where game_id = ?", game);
    arena.change("update tick set shared_briefing = null where game_id = ?", game);
    get("/turns/" + handle)
        .statusCode(200)
        .body("sharedBriefing", nullValue())
        .body("briefing", nullValue())
        .body("completion", nullValue())
        .body("note", containsString("7 days"))
        .body("decision.actions", notNullValue());
  }

  @Test
  void aTurnWithoutAnAnswerSaysSo() {
    arena.faults(
        """
        {"wandb":{"status":500},"groq":{"status":500},"claude":{"status":500},
         "openai":{"status":500}}""");
    arena.tick(game, "in vain").statusCode(503);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/ticks/2/turns/" + handle)
        .then()
        .statusCode(200)
        .body("state", equalTo("failed"))
        .body("briefing", notNullValue())
        .body("completion", nullValue())
        .body("note", containsString("no provider"))
        .body("attempts.outcome", everyItem(equalTo("SERVER")))
        .body("attempts.httpStatus", everyItem(equalTo(500)));
  }

  @Test
  void theWaterfallHasEveryAttemptInTime() {
    get("/attempts")
        .statusCode(200)
        .body("items", hasSize(3))
        .body("items[0].attempts", hasSize(2))
        .body("items[0].attempts[0].provider", equalTo("wandb"))
        .body("items[0].attempts[0].startMillis", greaterThanOrEqualTo(0))
        .body("items[0].attempts[0].durationMillis", greaterThanOrEqualTo(0));
    var first = get("/attempts?limit=2").body("items", hasSize(2)).extract().jsonPath();
    get("/attempts?limit=2&cursor=" + first.getString("next")).body("items", hasSize(1));
    get("/attempts?cursor=x").statusCode(400);
  }

  @Test
  void whatIsNotThereIsNamed() {
    get("/turns/nobody").statusCode(404).body("detail", containsString("nobody"));
    get("/turns/no%00body").statusCode(404);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/ticks/99/turns/" + handle)
        .then()
        .statusCode(404)
        .body("detail", containsString("99"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/ticks/99/attempts")
        .then()
        .statusCode(404);
  }
}
