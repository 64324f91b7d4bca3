package dev.ziggurat.games.ticks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks that an admin starts and cancels. */
@QuarkusTest
class TickControlTest {

  private static final String SLOW =
      """
      {"wandb":{"latencyMillis":900},"groq":{"latencyMillis":900},
       "claude":{"latencyMillis":900},"openai":{"latencyMillis":900}}""";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static String ticks(String game) {
    return "/api/games/" + game + "/ticks";
  }

  private String outcome(String game, int number) {
    return admin().get(ticks(game) + "/" + number).jsonPath().getString("outcome");
  }

  @Test
  void eachCallIsATickOfItsOwn() {
    var game = arena.game(2);
    for (var number = 1; number <= 3; number++) {
      admin()
          .post(ticks(game))
          .then()
          .statusCode(200)
          .body("outcome", equalTo("completed"))
          .body("tick", equalTo(number))
          .body("turns.applied", equalTo(2));
    }
    assertThat(
            arena.number(
                "select count(*) from audit where action = 'tick.start' and subject = ?",
                "games/" + game))
        .isEqualTo(3);
  }

  @Test
  void aKeyNamesATick() {
    var game = arena.game(2);
    for (var outcome : new String[] {"completed", "duplicate"}) {
      admin()
          .header("Idempotency-Key", "mine")
          .post(ticks(game))
          .then()
          .statusCode(200)
          .body("outcome", equalTo(outcome))
          .body("tick", equalTo(1));
    }
    admin().header("Idempotency-Key", "k".repeat(201)).post(ticks(game)).then().statusCode(400);
  }

  @Test
  void aFailedTickIsToldWithItsReason() {
    var game = arena.game(2);
    arena.faults(
        """
        {"wandb":{"status":401},"groq":{"status":401},"claude":{"status":401},
         "openai":{"status":401}}""");
    admin()
        .post(ticks(game))
        .then()
        .statusCode(503)
        .body("outcome", equalTo("failed"))
        .body("reason", containsString("wandb: "));
  }

  @Test
  void aPausedOrMissingGameIsNotTicked() {
    var game = arena.game(2);
    arena.change("update game set state = 'paused' where id = ?", game);
    for (var query : new String[] {"", "?wait=false"}) {
      admin()
          .post(ticks(game) + query)
          .then()
          .statusCode(200)
          .body("outcome", equalTo("skipped"))
          .body("reason", equalTo("the game is paused"));
      admin().post(ticks("atlantis") + query).then().statusCode(404);
    }
    admin().post(ticks(game) + "?wait=perhaps").then().statusCode(400);
  }

  @Test
  void whoDoesNotWaitWatchesAndCancels() {
    arena.faults(SLOW);
    var game = arena.game(30, OptionalInt.of(2));
    var path = ticks(game);
    admin()
        .post(path + "?wait=false")
        .then()
        .statusCode(202)
        .header("Location", endsWith(path + "/1"))
        .body("outcome", equalTo("running"))
        .body("running", equalTo(true))
        .body("tick", equalTo(1));
    admin()
        .post(path)
        .then()
        .statusCode(200)
        .body("outcome", equalTo("skipped"))
        .body("running", equalTo(true));
    for (var time = 0; time < 2; time++) {
      admin()
          .post(path + "/1/cancellation")
          .then()
          .statusCode(202)
          .body("game", equalTo(game))
          .body("tick", equalTo(1))
          .body("at", notNullValue())
          .body("by", containsString("admin"));
    }
    Awaitility.await().until(() -> !outcome(game, 1).equals("running"));
    admin()
        .get(path + "/1")
        .then()
        .body("outcome", equalTo("partial"))
        .body("reason", containsString("cancelled by admin"))
        .body("turns.passedOver", greaterThan(20))
        .body("digest", notNullValue());
    admin()
        .post(path + "/1/cancellation")
        .then()
        .statusCode(409)
        .body("detail", containsString("has closed"));
    assertThat(
            arena.number(
                "select count(*) from audit where action = 'tick.cancel' and subject = ?",
                "games/" + game + "/ticks/1"))
        .isPositive();
  }

  @Test
  void whatDoesNotRunCannotBeCancelled() {
    var game = arena.game(1);
    admin().post(ticks(game) + "/1/cancellation").then().statusCode(404);
    admin().post(ticks("atlantis") + "/1/cancellation").then().statusCode(404);
    admin().post(ticks(game) + "/none/cancellation").then().statusCode(404);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .post(ticks(game) + "/1/cancellation")
        .then()
        .statusCode(403);
    given().header("Authorization", "Bearer dev-viewer").post(ticks(game)).then().statusCode(403);
  }
}
