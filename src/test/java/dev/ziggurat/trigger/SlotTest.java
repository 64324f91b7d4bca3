package dev.ziggurat.trigger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slot that a cloud's schedule brings. */
@QuarkusTest
class SlotTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** Whoever takes the tick over reads the slot from the database and must see the same instant. */
  @Test
  void isTheSameInTheReportAndInTheDatabaseHoweverFineItIs() {
    var game = arena.game(1);
    given()
        .header("Authorization", "Bearer dev-cron")
        .header("Idempotency-Key", "fine")
        .header("X-CloudScheduler-ScheduleTime", "2026-11-20T10:15:00.123456789Z")
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks[0].slot", equalTo("2026-11-20T10:15:00.123456Z"));
    assertThat(
            arena.rows(
                "select to_char(slot at time zone 'UTC', 'HH24:MI:SS.US') from tick where game_id = ?",
                game))
        .containsExactly("10:15:00.123456");
  }

  private static ValidatableResponse tickAt(String game, Instant slot) {
    return given()
        .header("Authorization", "Bearer dev-cron")
        .header("X-CloudScheduler-ScheduleTime", slot.toString())
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then();
  }

  /** A retry of a schedule that arrives late must not turn the agents' clock back. */
  @Test
  void isNeverBeforeThatOfAnEarlierTick() {
    var game = arena.game(1);
    var newest = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    var earlier = newest.minusSeconds(1800);
    tickAt(game, earlier).body("ticks[0].outcome", equalTo("completed"));
    tickAt(game, newest).body("ticks[0].outcome", equalTo("completed"));
    for (var old : new Instant[] {newest.minusSeconds(3600), newest.minusSeconds(60)}) {
      tickAt(game, old)
          .statusCode(200)
          .body("ticks[0].outcome", equalTo("skipped"))
          .body("ticks[0].running", equalTo(false))
          .body("ticks[0].tick", nullValue())
          .body("ticks[0].slot", equalTo(old.toString()))
          .body(
              "ticks[0].reason",
              allOf(containsString("only grow"), containsString(newest.toString())));
    }
    tickAt(game, earlier)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("duplicate"))
        .body("ticks[0].tick", equalTo(1));
    assertThat(arena.rows("select slot::text from tick where game_id = ?", game)).hasSize(2);
    assertThat(arena.rows("select 1 from game where id = ? and lease_until is not null", game))
        .as("the lease is given back")
        .isEmpty();
  }

  /** Who names a tick of their own asks for a tick, not for a time: it comes after the newest. */
  @Test
  void ofAnUnscheduledTriggerFollowsTheNewestWhereThatIsAhead() {
    var game = arena.game(1);
    var ahead = Instant.now().plusSeconds(50).truncatedTo(ChronoUnit.SECONDS);
    tickAt(game, ahead).body("ticks[0].outcome", equalTo("completed"));
    arena
        .tick(game, "by hand")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].slot", equalTo(ahead.plus(1, ChronoUnit.MICROS).toString()));
  }

  @Test
  void isRefusedWhereItIsFarAheadSoThatNoMarketEndsEarly() {
    var game = arena.game(1);
    for (var seconds : new int[] {75, 23 * 3600}) {
      tickAt(game, Instant.now().plusSeconds(seconds))
          .statusCode(400)
          .body("detail", containsString("slot: "))
          .body("detail", containsString("more than a minute ahead of the clock"));
    }
    assertThat(arena.number("select count(*) from tick where game_id = ?", game)).isZero();
  }

  /** The caller must not take the failed tick for one that has run. */
  @Test
  void ofAFailedTickIsAnsweredAsFailedAfterNewerTicks() {
    var game = arena.game(1);
    var failed = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
    arena.faults(
        """
        {"wandb": {"status": 503}, "groq": {"status": 503}, "claude": {"status": 503},
         "openai": {"status": 503}}
        """);
    tickAt(game, failed).statusCode(503).body("ticks[0].outcome", equalTo("failed"));
    arena.calm();
    tickAt(game, failed.plusSeconds(60)).statusCode(200);
    tickAt(game, failed)
        .statusCode(503)
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].turns.failed", equalTo(1))
        .body(
            "ticks[0].reason", allOf(containsString("wandb: "), containsString("has moved on")));
  }
}
