package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
