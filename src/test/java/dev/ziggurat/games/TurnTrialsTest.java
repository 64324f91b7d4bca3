package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.ScriptedModel;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another model answers to a turn is shown, and nothing comes of it. */
@QuarkusTest
class TurnTrialsTest {

  private static final String MODEL = "groq/openai/gpt-oss-20b";

  @Inject Arena arena;
  private String game;
  private String handle;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(2);
    arena.tick(game, "first").statusCode(200);
    handle = arena.rows("select min(handle) from agent where game_id = ?", game).getFirst();
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private ValidatableResponse tried(String model) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"model\": \"%s\"}".formatted(model))
        .post("/api/games/%s/ticks/1/turns/%s/trials".formatted(game, handle))
        .then();
  }

  /** Everything that a turn may leave, as one text. */
  private List<String> traces() {
    return arena.rows(
        """
        select md5(string_agg(turn::text, '' order by handle)) from turn where game_id = ?
        union all select md5(string_agg(agent::text, '' order by handle)) from agent where game_id = ?
        union all select md5(string_agg(wallet::text, '' order by handle)) from babylon_wallet wallet where game_id = ?
        union all select (select digest from tick where game_id = ?)
        union all select count(*)::text from attempt where game_id = ?
        """,
        game,
        game,
        game,
        game,
        game);
  }

  @Test
  void theAnswerIsShownAndNotApplied() {
    var before = traces();
    var answer =
        tried(MODEL)
            .statusCode(200)
            .body("applied", equalTo(false))
            .body("provider", equalTo("groq"))
            .body("model", equalTo("openai/gpt-oss-20b"))
            .body("outcome", equalTo("OK"))
            .body("reason", nullValue())
            .body("decision.actions", notNullValue())
            .body("completion", notNullValue())
            .body("costNanoUsd", greaterThan(0))
            .body("costKnown", equalTo(true))
            .body("simulated", equalTo(true));
    assertThat(traces()).isEqualTo(before);
    String call = answer.extract().path("callId");
    assertThat(
            arena.rows(
                """
                select concat_ws(' ', source, provider, outcome, tags ->> 'game', tags ->> 'agent', cost_nano)
                from attempt where call_id = cast(? as uuid)
                """,
                call))
        .containsExactly(
            "admin groq OK %s %s %s".formatted(game, handle, answer.extract().path("costNanoUsd")));
  }

  /** The prompt is the one that was sent. */
  @Test
  void theModelIsAskedWhatTheTurnAsked() {
    tried("wandb/meta-llama/Llama-3.3-70B-Instruct").statusCode(200);
    var real =
        arena.number(
            "select input_tokens from attempt where game_id = ? and handle = ?", game, handle);
    var trial =
        arena.number(
            "select input_tokens from attempt where source = 'admin' and tags ->> 'game' = ?",
            game);
    assertThat(trial).isEqualTo(real);
  }

  /** As if the agent had been asked alone, for that is how the other model is asked. */
  @Test
  void aTurnThatWasAskedWithOthersIsTriedAlone() {
    var together = arena.game(2);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"batch\": 2}")
        .patch("/api/games/" + together)
        .then()
        .statusCode(200);
    arena.tick(together, "first").statusCode(200);
    assertThat(
            arena.number(
                "select count(*) from turn where game_id = ? and briefing like '%What do you do?%'",
                together))
        .isZero();
    game = together;
    var part =
        arena
            .rows("select briefing from turn where game_id = ? and handle = ?", game, handle)
            .getFirst();
    try (var model = new ScriptedModel()) {
      tried(ScriptedModel.MODEL).statusCode(200).body("outcome", equalTo("OK"));
      assertThat(model.prompts())
          .singleElement()
          .asString()
          .endsWith(part + "\nWhat do you do?\n\n");
    }
  }

  @Test
  void anAnswerThatCannotBeUsedIsShownWithItsCost() {
    arena.faults("{\"groq\":{\"garbage\":true}}");
    tried(MODEL)
        .statusCode(200)
        .body("outcome", equalTo("BADJSON"))
        .body("reason", containsString("groq"))
        .body("decision", nullValue())
        .body("completion", notNullValue())
        .body("costNanoUsd", greaterThan(0));
    assertThat(
            arena.number(
                "select count(*) from attempt where source = 'admin' and tags ->> 'game' = ? and provider <> 'groq'",
                game))
        .isZero();
  }

  @Test
  void whatCannotBeAskedIsNamed() {
    tried("nobody/knows-me").statusCode(400).body("detail", startsWith("model: is not in"));
    arena.change("update turn set briefing = null where game_id = ?", game);
    tried(MODEL).statusCode(409).body("detail", containsString("not kept"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body("{\"model\": \"x\"}")
        .post("/api/games/%s/ticks/1/turns/%s/trials".formatted(game, handle))
        .then()
        .statusCode(403);
  }
}
