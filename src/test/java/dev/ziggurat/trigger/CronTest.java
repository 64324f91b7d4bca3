package dev.ziggurat.trigger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint that a cloud's cron calls. */
@QuarkusTest
class CronTest {

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification cron() {
    return given().header("Authorization", "Bearer dev-cron");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void takesGetAndPost(String method) {
    var game = arena.game(2);
    cron()
        .queryParam("game", game)
        .request(method, "/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void theScheduledTimeIsKeyAndSlot() {
    var game = arena.game(2);
    var slot = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    for (var outcome : new String[] {"completed", "duplicate"}) {
      cron()
          .queryParam("game", game)
          .header("X-CloudScheduler-ScheduleTime", slot.toString())
          .post("/api/cron/tick")
          .then()
          .statusCode(200)
          .body("ticks[0].outcome", equalTo(outcome))
          .body("ticks[0].slot", equalTo(slot.toString()))
          .body("ticks[0].tick", equalTo(1))
          .body("ticks[0].digest", notNullValue());
    }
  }

  @Test
  void aBareCallTicksOncePerPeriod() {
    var game = arena.game(2);
    arena.change("update game set period_millis = 86400000 where id = ?", game);
    for (var outcome : new String[] {"completed", "duplicate"}) {
      cron()
          .queryParam("game", game)
          .post("/api/cron/tick")
          .then()
          .body("ticks[0].outcome", equalTo(outcome));
    }
  }

  @Test
  void withoutAGameEveryRunningGameTicks() {
    arena.change("update game set state = 'paused'");
    var one = arena.game(1);
    var two = arena.game(1);
    cron()
        .header("Idempotency-Key", "all of them")
        .post("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks", hasSize(2))
        .body("ticks.game", hasItem(one))
        .body("ticks.game", hasItem(two));
    arena.change("update game set state = 'paused' where id = ?", one);
    cron()
        .queryParam("game", one)
        .post("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].tick", nullValue())
        .body("ticks[0].reason", equalTo("the game is paused"));
  }

  @Test
  void aGameThatIsBrokenDoesNotHideTheOthers() {
    arena.change("update game set state = 'paused'");
    var broken = arena.game(1);
    var sound = arena.game(1);
    arena.change("update game set world = 'atlantis' where id = ?", broken);
    try {
      cron()
          .header("Idempotency-Key", "one is broken")
          .post("/api/cron/tick")
          .then()
          .statusCode(503)
          .body("ticks.find { it.game == '%s' }.outcome".formatted(sound), equalTo("completed"))
          .body("ticks.find { it.game == '%s' }.outcome".formatted(broken), equalTo("failed"))
          .body(
              "ticks.find { it.game == '%s' }.reason".formatted(broken),
              containsString("internal error"));
    } finally {
      arena.change("update game set state = 'paused' where id = ?", broken);
    }
  }

  @Test
  void refusesWhoHasNoSecret() {
    given().post("/api/cron/tick").then().statusCode(401);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .post("/api/cron/tick")
        .then()
        .statusCode(403);
    given()
        .header("Authorization", "Bearer wrong")
        .get("/api/cron/tick")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
  }

  @Test
  void namesWhatIsWrong() {
    cron()
        .queryParam("game", "atlantis")
        .post("/api/cron/tick")
        .then()
        .statusCode(404)
        .body("detail", containsString("there is no game 'atlantis'"));
    cron().urlEncodingEnabled(false).get("/api/cron/tick?game=%00").then().statusCode(400);
    var game = arena.game(1);
    for (var time :
        new String[] {
          "yesterday", "2026-11-20", "+999999999-01-01T00:00:00Z", "1914-06-28T11:00:00Z"
        }) {
      cron()
          .queryParam("game", game)
          .header("X-CloudScheduler-ScheduleTime", time)
          .post("/api/cron/tick")
          .then()
          .statusCode(400)
          .body("detail", containsString("X-CloudScheduler-ScheduleTime"));
    }
    cron()
        .queryParam("game", game)
        .header("X-CloudScheduler-ScheduleTime", Instant.now().plus(2, ChronoUnit.DAYS).toString())
        .post("/api/cron/tick")
        .then()
        .statusCode(400)
        .body("detail", containsString("more than a minute ahead"));
    cron()
        .queryParam("game", game)
        .header("Idempotency-Key", "k".repeat(201))
        .post("/api/cron/tick")
        .then()
        .statusCode(400)
        .body("violations[0].field", equalTo("Idempotency-Key"));
    assertThat(arena.number("select count(*) from tick where game_id = ?", game)).isZero();
  }
}
