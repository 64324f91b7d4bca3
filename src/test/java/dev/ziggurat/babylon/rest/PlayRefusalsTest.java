package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be played is refused and changes nothing: one game for all of it. */
@QuarkusTest
class PlayRefusalsTest {

  private static String game;

  @Inject Arena arena;
  private Desk desk;

  @BeforeEach
  void play() {
    if (game == null) {
      arena.calm();
      game = arena.game(12);
      arena.tick(game, "first").statusCode(200);
    }
    desk = new Desk(game);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/interventions               | []                               | 400 | body",
        "/interventions               | null                             | 400 | body",
        "/interventions               | {}                               | 400 | type",
        "/interventions               | {'type': 7}                      | 400 | type",
        "/interventions               | {'type': 'steal'}                | 400 | type: must be one of",
        "/interventions               | {'type': 'news'}                 | 400 | text: is missing",
        "/interventions               | {'type': 'news', 'txt': 'x'}     | 400 | txt: is unknown",
        "/interventions               | {'type': 'news', 'text': 'x', 'market': 'm9-9'} | 422 | market",
        "/markets                     | {}                               | 400 | question: is missing",
        "/markets                     | {'type': 'void'}                 | 400 | type: is unknown",
        "/markets                     | 7                                | 400 | body",
        "/markets                     | {'question': ['x']}              | 400 | question: must be a text",
        "/markets                     | {'question': 'x', 'closesAt': 1, 'outcome': 'yes'} | 400 | closesAt",
        "/markets                     | {'question': 'x', 'closesAt': '2020-01-01T00:00:00Z', 'outcome': 'yes'} | 422 | closesAt: must lie after",
        "/markets/m0-0/resolution     | {}                               | 400 | outcome: is missing",
        "/markets/m0-0/resolution     | {'outcome': 'void'}              | 400 | outcome: must be",
        "/markets/m0-0/resolution     | {'outcome': 'yes', 'market': 'm0-1'} | 400 | market: is unknown",
        "/markets/none/resolution     | {'outcome': 'yes'}               | 404 | no market",
        "/markets/m0-0/voiding        | {'reason': 1}                    | 400 | reason: must be a text",
        "/markets/m0-0/voiding        | []                               | 400 | body",
        "/markets/none/voiding        | {}                               | 404 | no market",
        "/replay                      | {'untilTick': -1}                | 400 | untilTick",
        "/replay                      | {'untilTick': 'all'}             | 400 | untilTick",
        "/replay                      | {'until': 1}                     | 400 | until: is unknown",
        "/replay                      | []                               | 400 | body",
      })
  void whatIsWrongIsNamed(String path, String body, int status, String detail) {
    desk.post(path, body.replace('\'', '"'))
        .statusCode(status)
        .contentType("application/problem+json")
        .body("detail", containsString(detail));
    assertThat(arena.number("select count(*) from intervention where game_id = ?", game)).isZero();
  }

  /** White space is not counted among the characters of a text, but it is journaled. */
  @Test
  void anInterventionHasABound() {
    var padded = "{\"text\": \"x" + " ".repeat(100_000) + "\", \"type\": \"news\"}";
    desk.post("/interventions", padded)
        .statusCode(400)
        .body("detail", startsWith("body: is longer than"));
    assertThat(arena.number("select count(*) from intervention where game_id = ?", game)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/interventions",
        "/markets",
        "/markets/m0-0/resolution",
        "/markets/m0-0/voiding",
        "/replay"
      })
  void onlyAdminsChangeAndOnlyWhatIsThere(String path) {
    for (var token : List.of("dev-viewer", "dev-cron")) {
      given()
          .header("Authorization", "Bearer " + token)
          .contentType(ContentType.JSON)
          .body("{}")
          .post("/api/games/" + game + path)
          .then()
          .statusCode(403);
    }
    given()
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/api/games/" + game + path)
        .then()
        .statusCode(401);
    new Desk("atlantis")
        .post(path, "{}")
        .statusCode(404)
        .body("detail", containsString("atlantis"));
  }

  @Test
  void aStrangeStateIsRefusedByName() {
    desk.get("/markets?state=settled").statusCode(400).body("detail", containsString("state"));
  }

  @Test
  void everyStateIsListedByItself() {
    desk.get("/markets?state=open")
        .body("items.status", everyItem(equalTo("open")))
        .body("items.size()", lessThanOrEqualTo(3));
  }
}
