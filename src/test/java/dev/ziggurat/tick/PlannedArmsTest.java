package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The arms of turns are fixed with the plan. */
@QuarkusTest
class PlannedArmsTest {

  @Inject Arena arena;
  @Inject Plan plan;
  @Inject Lease lease;
  @Inject InstantSource time;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private List<String> arms(String game) {
    return arena.rows(
        "select handle || ' ' || arm from turn where game_id = ? and tick = 1 order by handle",
        game);
  }

  private static void send(String method, String path, String body) {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .request(method, path)
        .then()
        .statusCode(Matchers.lessThan(300));
  }

  @Test
  void whoeverTakesATickOverAsksInTheArmsThatWerePlanned() {
    var game = arena.game(20);
    var arms =
        "{\"name\": \"a\", \"percent\": %d}, {\"name\": \"b\", \"percent\": %d, \"model\":"
            + " \"groq/openai/gpt-oss-120b\"}";
    send(
        "POST",
        "/api/games/" + game + "/experiments",
        "{\"name\": \"x\", \"state\": \"running\", \"arms\": [%s]}"
            .formatted(arms.formatted(50, 50)));
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var trigger = new Trigger(game, "first", now, Duration.ofSeconds(10));
    plan.run(((LeaseGrant.Run) lease.ask(trigger, now.plusSeconds(10))).tick());
    var planned = arms(game);
    send(
        "PATCH",
        "/api/games/" + game + "/experiments/x",
        "{\"state\": \"stopped\", \"arms\": [%s]}".formatted(arms.formatted(1, 99)));
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
    arena.tick(game, "first").statusCode(200);
    assertThat(arms(game)).isEqualTo(planned).hasSize(20);
    assertThat(
            arena.rows(
                "select distinct arm || ' ' || provider from turn where game_id = ? order by 1",
                game))
        .containsExactly("a wandb", "b groq");
    new Desk(game).replay().body("matches", Matchers.equalTo(true));
  }
}
