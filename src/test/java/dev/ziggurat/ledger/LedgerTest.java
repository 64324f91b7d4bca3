package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the ledger after a tick. */
@QuarkusTest
class LedgerTest {

  @Inject Arena arena;
  @Inject MeterRegistry meters;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void everyAttemptIsThereWithItsTokensAndItsExactCost() {
    var game = arena.game(3);
    arena.tick(game, "only").statusCode(200);
    // meta-llama/Llama-3.3-70B-Instruct: 0.71 US dollars per million tokens, in and out.
    assertThat(
            arena.number(
                """
                select count(*) from attempt where game_id = ? and provider = 'wandb'
                  and model_asked = 'meta-llama/Llama-3.3-70B-Instruct'
                  and model_answered = model_asked and outcome = 'OK' and http_status = 200
                  and latency_millis > 0 and simulated and price_known
                  and cost_nano = ceil((input_tokens + output_tokens) * 710000 / 1000.0)
                  and at_most_nano = cost_nano and request_id is not null""",
                game))
        .isEqualTo(3);
  }

  @Test
  void aFailOverIsTwoAttemptsOfOneCall() {
    arena.faults("{\"wandb\":{\"garbage\":true}}");
    var game = arena.game(2);
    arena.tick(game, "only").statusCode(200).body("ticks[0].inference.failovers", equalTo(2));
    assertThat(
            arena.rows(
                """
                select string_agg(provider || ' ' || outcome || ' ' || (cost_nano > 0), ', '
                  order by ordinal) from attempt where game_id = ? group by call_id""",
                game))
        .containsExactly("wandb BADJSON true, groq OK true", "wandb BADJSON true, groq OK true");
  }

  @Test
  void aCostThatCannotBeToldIsFlaggedAndAlarmed() {
    var alarms = meters.counter("ziggurat.attempts.unpriced", "provider", "wandb");
    var before = alarms.count();
    arena.faults("{\"wandb\":{\"withoutUsage\":true}}");
    var game = arena.game(2);
    arena.tick(game, "without usage").statusCode(200);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and not price_known"
                    + " and at_most_nano > 0",
                game))
        .isEqualTo(2);

    arena.calm();
    arena.change(
        "update agent set model = 'wandb-artifact:///team/project/own:v1' where game_id = ?", game);
    arena.tick(game, "without price").statusCode(200);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and tick = 2 and not price_known",
                game))
        .isEqualTo(2);
    assertThat(alarms.count() - before).isEqualTo(4);
  }

  @Test
  void theModelTheAdminChoseIsAskedFromTheNextTickOn() {
    var game = arena.game(2);
    arena.choose("wandb", "model = 'openai/gpt-oss-20b'");
    arena.tick(game, "chosen").statusCode(200);
    arena.choose("wandb", "model = null, enabled = false");
    arena
        .tick(game, "switched off")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.groq", equalTo(2));
    arena.choose("wandb", "enabled = true");
    arena.tick(game, "again").body("ticks[0].inference.byProvider.wandb", equalTo(2));
    assertThat(
            arena.rows(
                "select distinct tick || ' ' || model_asked from attempt where game_id = ?"
                    + " order by 1",
                game))
        .containsExactly(
            "1 openai/gpt-oss-20b", "2 openai/gpt-oss-120b", "3 meta-llama/Llama-3.3-70B-Instruct");
  }
}
