package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick as an operator sees it: one trigger, one report, and a world that has changed. */
@QuarkusTest
class TickTest {

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @Test
  void everyAgentThinksAndActsOnce() {
    var game = arena.game(12);
    arena
        .tick(game, "first")
        .statusCode(200)
        .body("ticks", hasSize(1))
        .body("ticks[0].game", equalTo(game))
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].running", equalTo(false))
        .body("ticks[0].turns.due", equalTo(12))
        .body("ticks[0].turns.applied", equalTo(12))
        .body("ticks[0].inference.attempts", equalTo(12))
        .body("ticks[0].inference.byProvider.wandb", equalTo(12))
        .body("ticks[0].inference.inputTokens", greaterThan(0))
        .body("ticks[0].inference.costMicroUsd", greaterThan(0))
        .body("ticks[0].inference.simulated", equalTo(true))
        .body("ticks[0].digest", matchesPattern("[0-9a-f]{64}"));
    assertThat(arena.number("select count(*) from babylon_post where game_id = ?", game))
        .isPositive();
  }
}
