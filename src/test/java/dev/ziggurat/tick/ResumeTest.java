package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key of a failed tick comes again. */
@QuarkusTest
class ResumeTest {

  private static final String NOBODY_ANSWERS =
      """
      {"wandb": {"status": 401}, "groq": {"status": 401}, "claude": {"status": 401},
       "openai": {"status": 401}}
      """;

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** Whatever the clock brings, news or markets, it brings once. So many ticks see some of each. */
  @Test
  void theClockOfAResumedTickDoesNotStrikeAgain() {
    var game = arena.game(2);
    IntStream.rangeClosed(1, 8)
        .forEach(
            number -> {
              arena.faults(NOBODY_ANSWERS);
              arena
                  .tick(game, "tick-" + number)
                  .statusCode(503)
                  .body("ticks[0].outcome", equalTo("failed"));
              var news = news(game);
              arena.calm();
              arena
                  .tick(game, "tick-" + number)
                  .statusCode(200)
                  .body("ticks[0].tick", equalTo(number))
                  .body("ticks[0].outcome", equalTo("completed"))
                  .body("ticks[0].turns.applied", equalTo(2))
                  .body("ticks[0].digest", matchesPattern("[0-9a-f]{64}"));
              assertThat(news(game)).isEqualTo(news);
            });
    assertThat(
            arena.number("select count(*) from babylon_news where game_id = ? and tick > 0", game))
        .as("the clock brought something to bring twice")
        .isPositive();
    assertThat(arena.rows("select digest from babylon_house where game_id = ?", game))
        .isEqualTo(
            arena.rows(
                "select digest from tick where game_id = ? order by number desc limit 1", game));
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(8));
  }

  private long news(String game) {
    return arena.number("select count(*) from babylon_news where game_id = ?", game);
  }
}
