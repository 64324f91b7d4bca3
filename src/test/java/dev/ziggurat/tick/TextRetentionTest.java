package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of prompts and answers are not kept for ever. */
@QuarkusTest
class TextRetentionTest {

  private static final String TEXTS =
      """
      select (select count(*) from turn where game_id = game.id
          and (briefing is not null or answer is not null))
        + (select count(*) from tick where game_id = game.id and shared_briefing is not null)
      from game where id = ?""";

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @Test
  void everyTextOfAPromptIsForgottenInTime() {
    var game = arena.game(2);
    arena.tick(game, "old").statusCode(200);
    assertThat(arena.number(TEXTS, game)).isEqualTo(3);
    arena.change(
        "update tick set closed_at = closed_at - interval '8 days' where game_id = ?", game);
    arena.tick(game, "young").statusCode(200);
    assertThat(arena.number(TEXTS, game)).as("the young tick's alone").isEqualTo(3);
  }

  private static ValidatableResponse keep(String game, String days) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"keepTextsDays\": %s}".formatted(days))
        .patch("/api/games/" + game)
        .then();
  }

  private void older(String game, int days) {
    arena.change(
        "update tick set closed_at = closed_at - %d * interval '1 day' where game_id = ?"
            .formatted(days),
        game);
  }

  @Test
  void aGameMayKeepItsTextsLonger() {
    var game = arena.game(2);
    keep(game, "30").statusCode(200).body("keepTextsDays", equalTo(30));
    arena.tick(game, "first").statusCode(200);
    older(game, 29);
    arena.tick(game, "second").statusCode(200);
    assertThat(arena.number(TEXTS, game)).isEqualTo(6);
    older(game, 2);
    arena.tick(game, "third").statusCode(200);
    assertThat(arena.number(TEXTS, game)).as("without the first").isEqualTo(6);
    var handle = arena.rows("select min(handle) from agent where game_id = ?", game).getFirst();
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/api/games/%s/ticks/1/turns/%s".formatted(game, handle))
        .then()
        .body("note", equalTo("texts of this game are kept for 30 days"));

    keep(game, "null").statusCode(200).body("keepTextsDays", nullValue());
    older(game, 8);
    arena.tick(game, "fourth").statusCode(200);
    assertThat(arena.number(TEXTS, game)).as("the fourth tick's alone").isEqualTo(3);
    assertThat(
            arena.rows(
                "select detail from audit where subject = ? and action = 'game.change' order by id",
                "games/" + game))
        .allMatch(detail -> detail.contains("keepTextsDays"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3651", "1.5", "\"long\""})
  void daysThatAreWrongAreNamed(String days) {
    keep(arena.game(1), days).statusCode(400).body("detail", startsWith("keepTextsDays: "));
  }

  @Test
  void anExportedGameKeepsItsDays() {
    var game = arena.game(1);
    keep(game, "90").statusCode(200);
    var line =
        given()
            .header("Authorization", "Bearer dev-admin")
            .accept("application/x-ndjson")
            .get("/api/games")
            .then()
            .statusCode(200)
            .extract()
            .asString()
            .lines()
            .filter(each -> each.contains("\"id\":\"" + game + "\""))
            .findFirst()
            .orElseThrow();
    assertThat(line).contains("\"keepTextsDays\":90");
    var copy = game + "-copy";
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/x-ndjson")
        .body(line.replace("\"id\":\"" + game, "\"id\":\"" + copy).getBytes(UTF_8))
        .post("/api/games")
        .then()
        .statusCode(200);
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/api/games/" + copy)
        .then()
        .body("keepTextsDays", equalTo(90));
  }
}
