package dev.ziggurat.memory;

import static dev.ziggurat.memory.Scripted.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.tick.Games;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents conclude from what they remember, how often, and what it costs. */
@QuarkusTest
class ReflectionsTest {

  private static final String NOBODY_ANSWERS =
      """
      {"wandb": {"status": 401}, "groq": {"status": 401}, "claude": {"status": 401},
       "openai": {"status": 401}}
      """;

  @Inject Arena arena;
  @Inject Budgets budgets;
  @Inject ReflectionBudgets reflectionBudgets;
  @Inject Reflections reflections;
  @Inject Games games;
  @Inject Settings settings;
  @Inject MemoryReader reader;
  @Inject InstantSource time;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private String game(int agents, String reflection) {
    var game = arena.game(agents);
    admin()
        .body("{\"memory\": {\"reflection\": %s}}".formatted(reflection))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    return game;
  }

  private void tick(String game, int number) {
    arena
        .tick(game, "tick " + number)
        .statusCode(200)
        .body("ticks[0].tick", equalTo(number))
        .body("ticks[0].outcome", equalTo("completed"));
  }

  private long calls(String game) {
    return arena.number(
        "select count(distinct call_id) from attempt where game_id = ? and source = 'reflection'",
        game);
  }

  private static ValidatableResponse reflections(String game, String handle) {
    return admin()
        .get("/api/games/%s/agents/%s/reflections".formatted(game, handle))
        .then()
        .statusCode(200);
  }

  @Test
  void agentsReflectAfterEveryNthTickOnABudgetOfTheirOwn() {
    var game = game(3, "{\"everyTicks\": 2, \"model\": \"groq/openai/gpt-oss-20b\"}");
    tick(game, 1);
    assertThat(calls(game)).isZero();
    tick(game, 2);
    assertThat(calls(game)).isEqualTo(3);
    tick(game, 3);
    assertThat(calls(game)).isEqualTo(3);
    tick(game, 4);
    assertThat(calls(game)).isEqualTo(6);
    assertThat(
            arena.rows(
                "select distinct provider || ' ' || model_asked || ' ' || tick from attempt where game_id = ? and source = 'reflection'",
                game))
        .containsExactlyInAnyOrder("groq openai/gpt-oss-20b 2", "groq openai/gpt-oss-20b 4");
    reflections(game, "agent-0002")
        .body("items", hasSize(2))
        .body("items[0].tick", equalTo(4))
        .body("items[0].state", equalTo("done"))
        .body("items[0].entries", equalTo(1));
    admin()
        .get("/api/games/%s/agents/agent-0002/memories?kind=reflection".formatted(game))
        .then()
        .body("items", hasSize(2))
        .body("items[0].text", startsWith("I remember 5 things"))
        .body("items[1].text", startsWith("I remember 2 things"));

    // To the nano-dollar, apart from what ticks cost.
    budgets.flush();
    var cost =
        arena.number(
            "select sum(cost_nano) from attempt where game_id = ? and source = 'reflection'", game);
    assertThat(cost).isPositive();
    assertThat(reflectionBudgets.spentToday(game).spent()).isEqualTo(cost);
    assertThat(reflectionBudgets.spentToday(game).held()).isZero();
    admin()
        .get("/api/games/" + game + "/reflections/spending")
        .then()
        .statusCode(200)
        .body("spentMicroUsd", equalTo((int) Math.ceilDiv(cost, 1_000L)));

    // What was concluded is shown by the next prompt, as data.
    tick(game, 5);
    assertThat(
            arena.rows(
                "select briefing from turn where game_id = ? and tick = 5 and handle = 'agent-0002'",
                game))
        .first()
        .asString()
        .contains("- tick 4, reflection: \"I remember 5 things");
  }

  @Test
  void withoutBudgetNobodyReflectsAndTheTickIsAsUsual() {
    var game = game(20, "{\"everyTicks\": 1, \"dollarsPerDay\": 0}");
    tick(game, 1);
    assertThat(
            arena.rows(
                "select state || ' ' || count(*) from memory_reflection where game_id = ? group by state",
                game))
        .containsExactly("over_budget 20");
    assertThat(
            arena.rows(
                "select distinct outcome from attempt where game_id = ? and source = 'reflection'",
                game))
        .containsExactly("SKIPPED");
    reflections(game, "agent-0001")
        .body("items[0].state", equalTo("over_budget"))
        .body("items[0].reason", containsString("budget"));
    assertThat(reflectionBudgets.spentToday(game).spent()).isZero();
  }

  @Test
  void reflectionsCountAmongWhatTheGameMaySpend() {
    var game = game(3, "{\"everyTicks\": 2, \"dollarsPerDay\": 1}");
    tick(game, 1);
    arena.change("update agent set cadence = 1000 where game_id = ?", game);
    admin()
        .body("{\"budget\": {\"day\": {\"hardUsd\": \"0.000000001\"}}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    tick(game, 2);
    reflections(game, "agent-0001")
        .body("items[0].state", equalTo("over_budget"))
        .body("items[0].reason", containsString("the game's budget of the day"));
    assertThat(reflectionBudgets.spentToday(game).spent()).isZero();
    admin().body("{\"budget\": null}").patch("/api/games/" + game).then().statusCode(200);
    arena.change("update agent set cadence = 1 where game_id = ?", game);
    tick(game, 3);
    tick(game, 4);
    budgets.flush();
    assertThat(reflectionBudgets.spentToday(game).spent())
        .isPositive()
        .isEqualTo(
            arena.number(
                "select sum(cost_nano) from attempt where game_id = ? and source = 'reflection'",
                game));
    assertThat(
            arena.number(
                "select spent + held from budget where id like 'game/' || ? || '/____-__-__'",
                game))
        .isEqualTo(arena.number("select sum(cost_nano) from attempt where game_id = ?", game));
  }

  @Test
  void noReflectionIsRememberedWhereNoProviderAnswers() {
    var game = game(2, "{\"everyTicks\": 2}");
    tick(game, 1);
    arena.change("update agent set cadence = 1000 where game_id = ?", game);
    arena.faults(NOBODY_ANSWERS);
    tick(game, 2);
    reflections(game, "agent-0001")
        .body("items[0].state", equalTo("failed"))
        .body("items[0].reason", containsString("wandb"));
    assertThat(
            arena.number(
                "select count(*) from memory_entry where game_id = ? and kind = 'reflection'",
                game))
        .isZero();
    arena.calm();
    tick(game, 3);
    reflections(game, "agent-0001").body("items", hasSize(1));
  }

  @Test
  void twoProcessesLetAnAgentReflectOnce() throws Exception {
    var game = game(12, "{\"everyTicks\": 1000}");
    tick(game, 1);
    assertThat(calls(game)).isZero();
    var memory = reader.stored("{\"reflection\": {\"everyTicks\": 1, \"dollarsPerDay\": 1}}");
    var round =
        new ReflectionRound(
            games.find(game).orElseThrow(),
            1,
            memory,
            settings.newestVersion(),
            new Unchecked(),
            _ -> SpendLimit.UNLIMITED,
            () -> time.instant().plus(Duration.ofMinutes(1)),
            () -> false);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs =
          List.of(
              threads.submit(() -> reflections.run(round)),
              threads.submit(() -> reflections.run(round)));
      for (var run : runs) {
        run.get();
      }
    }
    reflections.run(round);
    assertThat(calls(game)).isEqualTo(12);
    assertThat(
            arena.number(
                "select count(*) from memory_entry where game_id = ? and kind = 'reflection'",
                game))
        .isEqualTo(12);
  }

  @Test
  void theCallOfADeadProcessIsOrphanedAndNotMadeAgain() {
    var game = game(1, "{\"everyTicks\": 2}");
    tick(game, 1);
    arena.change(
        """
        insert into memory_reflection (game_id, handle, tick, call_id, state, asked_at, answer_until,
          asking_provider, asking_model, asking_at_most_nano, asking_price_known, asking_simulated)
        values (?, 'agent-0001', 2, gen_random_uuid(), 'asking', now() - interval '5 minutes',
          now() - interval '4 minutes', 'groq', 'openai/gpt-oss-20b', 4711, true, true)""",
        game);
    tick(game, 2);
    tick(game, 3);
    reflections(game, "agent-0001")
        .body("items", hasSize(1))
        .body("items[0].state", equalTo("orphaned"))
        .body("items[0].reason", containsString("in flight"));
    assertThat(
            arena.rows(
                "select outcome || ' ' || at_most_nano from attempt where game_id = ? and source = 'reflection'",
                game))
        .containsExactly("ORPHANED 4711");
  }

  @Test
  void guardrailsOfTheGameCheckReflectionsToo() {
    var game = game(1, "{\"everyTicks\": 1}");
    admin()
        .body(
            """
            {"guardrails": [{"kind": "pattern", "name": "no counting", "on": "answer", "pattern": "I remember", "action": "refuse"}]}""")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    tick(game, 1);
    reflections(game, "agent-0001")
        .body("items[0].state", equalTo("failed"))
        .body("items[0].reason", containsString("no counting"));
  }

  /** A game without guardrails. */
  private static final class Unchecked implements ReflectionChecks {

    @Override
    public Predicate<Offer> allowed() {
      return _ -> true;
    }

    @Override
    public OfCall of(Caller caller, SettingsView view) {
      return new OfCall() {
        @Override
        public String prompt(String rules, String own) {
          return own;
        }

        @Override
        public Completion answer(Completion completion) {
          return completion;
        }

        @Override
        public void judge(Completion completion) {
          // Nothing is judged.
        }

        @Override
        public List<Attempt> recorded(List<Attempt> attempts) {
          return attempts;
        }
      };
    }
  }
}
