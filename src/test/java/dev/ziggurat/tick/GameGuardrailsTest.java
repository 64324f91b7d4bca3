package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a game's guardrails do with the prompts and answers of its agents. */
@QuarkusTest
class GameGuardrailsTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private String game(String guardrail) {
    var game = arena.game(2);
    admin()
        .body("{\"guardrails\": [%s]}".formatted(guardrail))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200)
        .body("guardrails", hasSize(1));
    return game;
  }

  private static ValidatableResponse turns(String game) {
    return admin().get("/api/games/%s/ticks/1/turns".formatted(game)).then().statusCode(200);
  }

  @Test
  void promptsAreMasked() {
    var game =
        game(
            """
            {"kind": "pattern", "name": "no personas", "on": "request", "pattern": "Your character: .*", "replacement": "Your character: [P]"}""");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    assertThat(arena.rows("select briefing from turn where game_id = ?", game))
        .hasSize(2)
        .allMatch(briefing -> briefing.contains("Your character: [P]\n"));
    assertThat(
            arena.rows(
                "select guardrails->0->>'detail' from attempt where game_id = ? and guardrails is not null",
                game))
        .hasSize(2)
        .containsOnly("masked 1 pattern");
  }

  @Test
  void aRefusedPromptIsNotSentAndTheTurnSaysWhy() {
    var game =
        game(
            """
            {"kind": "pattern", "name": "nobody", "on": "request", "pattern": "Your character", "action": "refuse"}""");
    arena.tick(game, "t1").statusCode(503).body("ticks[0].outcome", equalTo("failed"));
    turns(game)
        .body("items.state", everyItem(equalTo("failed")))
        .body(
            "items.path.flatten().reason",
            everyItem(containsString("'nobody' refused the request")));
    assertThat(arena.rows("select distinct outcome from attempt where game_id = ?", game))
        .containsExactly("SKIPPED");
  }

  @Test
  void aRefusedAnswerIsLikeAnInvalidOne() {
    var game =
        game(
            """
            {"kind": "size", "name": "short", "answerCharacters": 5}""");
    arena.tick(game, "t1").statusCode(503).body("ticks[0].outcome", equalTo("failed"));
    turns(game)
        .body("items.state", everyItem(equalTo("failed")))
        .body("items[0].path[0].outcome", equalTo("BADJSON"))
        .body("items[0].path[0].reason", containsString("'short' refused the answer"));
  }

  @Test
  void aModelJudgesPromptsAtTheGamesCost() {
    var game =
        game(
            """
            {"kind": "moderation", "on": "request", "model": "groq/openai/gpt-oss-20b"}""");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    assertThat(
            arena.rows(
                "select provider || ' ' || outcome from attempt where game_id = ? and source = 'guardrail'",
                game))
        .hasSize(2)
        .containsOnly("groq OK");
  }
}
