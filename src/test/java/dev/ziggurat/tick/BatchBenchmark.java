package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a turn costs when agents are asked in calls of their own, and beside it when up to sixteen
 * are asked in one, at each simulated provider with the catalogue's prices. The agents of both
 * games see the same and decide the same. Aimed at is a third of the cost, and a third of the 3,356
 * input and 168 output tokens that OASIS documents for a step of an agent.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q test -Dtest=BatchBenchmark}.
 */
@QuarkusTest
class BatchBenchmark {

  private static final List<String> PROVIDERS = List.of("wandb", "groq", "claude", "openai");
  private static final int AGENTS = 48;
  private static final int BATCH = 16;
  private static final int TICKS = 8;

  /** By then the feed is as long as it gets. */
  private static final int FIRST_MEASURED = 4;

  private static final double AIM = 1.0 / 3;
  private static final double OASIS_INPUT = 3_356;
  private static final double OASIS_OUTPUT = 168;
  private static final double POINTS = 100;

  @Inject Arena arena;

  /**
   * What a turn took on average, reasoning included.
   *
   * @param unreadable the percentage of turns whose first answer, or part of one, was unusable
   * @param refused the percentage of actions that the world refused
   */
  private record Turn(
      double input,
      double cached,
      double output,
      double reasoning,
      double nanoDollars,
      double unreadable,
      double refused) {}

  @Test
  @Timeout(1_200)
  void aTurnAloneAndTogether() {
    try {
      System.out.printf(
          Locale.ROOT,
          "%n%d agents, ticks %d to %d; per agent and turn%n",
          AGENTS,
          FIRST_MEASURED,
          TICKS);
      for (var provider : PROVIDERS) {
        compare(provider);
      }
    } finally {
      arena.calm();
    }
  }

  private void compare(String provider) {
    arena.calm();
    PROVIDERS.stream()
        .filter(other -> !other.equals(provider))
        .forEach(other -> arena.choose(other, "enabled = false"));
    var alone = played(1);
    var together = played(BATCH);
    var model =
        arena
            .rows("select distinct model_asked from attempt where game_id = ?", together)
            .getFirst();
    var one = measured(alone);
    var many = measured(together);
    tell(provider + ' ' + model + ", a call for each", one);
    tell(provider + ' ' + model + ", batch " + BATCH, many);
    told("cost to the cost of a call for each", many.nanoDollars() / one.nanoDollars());
    told("tokens to those of a call for each", tokens(many) / tokens(one));
    told("tokens to those of OASIS", tokens(many) / (OASIS_INPUT + OASIS_OUTPUT));
    System.out.printf(
        Locale.ROOT,
        "  unreadable %+.2f points, refused %+.2f points; the same decisions: %s%n",
        many.unreadable() - one.unreadable(),
        many.refused() - one.refused(),
        decisions(alone).equals(decisions(together)) ? "yes" : "no");
  }

  private static double tokens(Turn turn) {
    return turn.input() + turn.output();
  }

  private static void tell(String what, Turn turn) {
    System.out.printf(
        Locale.ROOT,
        "%-60s %6.0f in (%5.0f cached) %5.0f out (%3.0f reasoning) $%.7f  %.2f %% unreadable  %.2f %% refused%n",
        what,
        turn.input(),
        turn.cached(),
        turn.output(),
        turn.reasoning(),
        turn.nanoDollars() / 1e9,
        turn.unreadable(),
        turn.refused());
  }

  private static void told(String what, double ratio) {
    System.out.printf(
        Locale.ROOT, "  %-45s %.3f: %s%n", what, ratio, ratio <= AIM ? "held" : "MISSED");
  }

  private String played(int batch) {
    var game = arena.game(AGENTS, Duration.ofMinutes(2));
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"batch\": %d}".formatted(batch))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    for (var tick = 1; tick <= TICKS; tick++) {
      arena
          .tick(game, "tick " + tick)
          .statusCode(200)
          .body("ticks[0].turns.applied", equalTo(AGENTS));
    }
    return game;
  }

  private List<String> decisions(String game) {
    return arena.rows(
        "select handle || decision from turn where game_id = ? and tick = 1 order by handle", game);
  }

  private double average(String column, String game) {
    var turns = AGENTS * (double) (TICKS - FIRST_MEASURED + 1);
    return arena.number(
            "select coalesce(sum(%s), 0) from attempt where game_id = ? and tick >= ?"
                .formatted(column),
            game,
            FIRST_MEASURED)
        / turns;
  }

  private Turn measured(String game) {
    var results =
        "from turn, jsonb_array_elements(results::jsonb) as result where game_id = ? and tick >= ?";
    var actions = arena.number("select count(*) " + results, game, FIRST_MEASURED);
    var refused =
        arena.number(
            "select count(*) " + results + " and result ->> 'refusal' is not null",
            game,
            FIRST_MEASURED);
    assertThat(actions).isPositive();
    return new Turn(
        average("input_tokens", game),
        average("cached_tokens", game),
        average("output_tokens", game),
        average("reasoning_tokens", game),
        average("cost_nano", game),
        POINTS * unreadable(game) / (AGENTS * (TICKS - FIRST_MEASURED + 1.0)),
        POINTS * refused / actions);
  }

  /** Turns with an unreadable answer, or with an attempt of their own after a shared one. */
  private long unreadable(String game) {
    return arena.number(
        """
        select count(distinct (tick, handle)) from agent_attempt one
        where game_id = ? and tick >= ? and (outcome = 'BADJSON' or agents = 1 and exists (
          select from agent_attempt shared where shared.game_id = one.game_id and shared.tick = one.tick
            and shared.handle = one.handle and shared.agents > 1))
        """,
        game,
        FIRST_MEASURED);
  }
}
