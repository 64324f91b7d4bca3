package dev.ziggurat.memory;

import static dev.ziggurat.memory.Scripted.HERO;
import static dev.ziggurat.memory.Scripted.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents remember of their turns, and what their prompts show of it. */
@QuarkusTest
class MemoryTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void aPromptShowsWhatMatteredAndNotWhatDidNot() {
    var scripted = new Scripted(arena, "{\"tokens\": 150}");
    scripted.play("{\"type\": \"post\", \"text\": \"first words, long ago\"}");
    var market = scripted.market();
    scripted.play(
        "{\"type\": \"buy\", \"market\": \"%s\", \"side\": \"yes\", \"microPoints\": 40000000}"
            .formatted(market));
    for (var tick = 3; tick < 10; tick++) {
      scripted.play(HOLD);
    }
    scripted.released().tick();
    var prompt = scripted.prompt(10);
    assertThat(prompt)
        .contains("What you remember")
        .contains("- tick 2: \"did: buy")
        .contains(market);
    assertThat(prompt).doesNotContain("first words");
    assertThat(
            arena.rows(
                "select kind from memory_entry where game_id = ? and handle = ? order by tick",
                scripted.game(),
                HERO))
        .hasSize(10)
        .containsOnly("turn");
  }
}
