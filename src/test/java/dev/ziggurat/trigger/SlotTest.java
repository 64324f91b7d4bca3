package dev.ziggurat.trigger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slot that a cloud's schedule brings. */
@QuarkusTest
class SlotTest {

  @Inject Arena arena;

  @BeforeEach
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
}
