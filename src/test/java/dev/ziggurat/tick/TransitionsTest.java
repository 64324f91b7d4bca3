package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.babylon.store.ConservationReader;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.experiment.TickVariants;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A runner that dies between two transitions, and the one that comes after it. */
@QuarkusTest
class TransitionsTest {

  @Inject GameGuardrails guardrails;
  @Inject GameBudgets budgets;
  @Inject Arena arena;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject Think think;
  @Inject Apply apply;
  @Inject Close close;
  @Inject TurnStore turns;
  @Inject Thinker thinker;
  @Inject WorstCaseCosts worstCaseCosts;
  @Inject InstantSource time;
  @Inject Journal journal;
  @Inject Settings settings;
  @Inject ChainCandidates chainCandidates;
  @Inject TickConfig config;
  @Inject TickRunner runner;
  @Inject ConservationReader conservation;
  @Inject MeterRegistry meters;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private Tick begin(String game, String key) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var trigger = new Trigger(game, key, now, Duration.ofSeconds(10));
    return ((LeaseGrant.Run) lease.ask(trigger, now.plusSeconds(10))).tick();
  }

  /** The runner is dead and its lease has run out. */
  private void die(String game) {
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
  }

  private void assertSound(String game, int ticks, int agents) {
    assertThat(arena.number("select count(*) from tick where game_id = ?", game)).isEqualTo(ticks);
    assertThat(
            arena.number("select count(*) from turn where game_id = ? and state = 'applied'", game))
        .isEqualTo((long) ticks * agents);
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(ticks));
  }

  @Test
  void diesAfterTheFence() {
    var game = arena.game(5);
    begin(game, "first");
    arena
        .tick(game, "second")
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].running", equalTo(true))
        .body("ticks[0].reason", containsString("tick 1 is running"));
    arena.tick(game, "first").body("ticks[0].outcome", equalTo("duplicate"));
    die(game);
    arena.tick(game, "second").body("ticks[0].tick", equalTo(2));
    assertSound(game, 2, 5);
  }

  @Test
  void diesAfterThePlan() {
    var game = arena.game(5);
    plan.run(begin(game, "first"));
    die(game);
    arena.tick(game, "first").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    assertSound(game, 1, 5);
  }

  @Test
  void diesWhileAskingAndTheMoneyThatMayBeSpentIsShown() {
    var game = arena.game(5);
    var tick = begin(game, "first");
    plan.run(tick);
    var exposure =
        new WorstCaseCost(
            Optional.of("wandb"), Optional.of("some-model"), new NanoDollars(77), false, true);
    turns.markAsking(tick, turns.due(tick).subList(0, 2), Map.of(), turn -> exposure);
    die(game);
    var alarms = meters.counter("ziggurat.attempts.unpriced", "provider", "wandb");
    var before = alarms.count();
    arena.tick(game, "first").statusCode(200).body("ticks[0].inference.attempts", equalTo(7));
    assertThat(alarms.count() - before).isEqualTo(2);
    assertThat(
            arena.number(
                "select sum(at_most_nano) from attempt where game_id = ? and outcome = 'ORPHANED'",
                game))
        .isEqualTo(2 * 77);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and outcome = 'ORPHANED'"
                    + " and simulated and not price_known",
                game))
        .as("what was not known of the price is not known of the orphan")
        .isEqualTo(2);
    assertSound(game, 1, 5);
  }

  @Test
  void diesBetweenJournalAndApplyAndNothingIsAskedAgain() {
    var game = arena.game(5);
    var tick = begin(game, "first");
    think.run(tick, plan.run(tick), TickListener.Run.NOBODY);
    die(game);
    arena.tick(game, "second").body("ticks[0].tick", equalTo(2));
    assertThat(arena.number("select count(*) from attempt where game_id = ? and tick = 1", game))
        .isEqualTo(5);
    assertSound(game, 2, 5);
  }

  @Test
  void diesBetweenApplyAndClose() {
    var game = arena.game(5);
    var tick = begin(game, "first");
    think.run(tick, plan.run(tick), TickListener.Run.NOBODY);
    apply.run(tick);
    die(game);
    arena.tick(game, "first").statusCode(200).body("ticks[0].turns.applied", equalTo(5));
    assertSound(game, 1, 5);
  }

  @Test
  void aRunnerThatLostTheFenceWritesNothingButWhatItSpent() {
    var game = arena.game(5);
    var tick = begin(game, "first");
    var world = plan.run(tick);
    die(game);
    arena.tick(game, "first").statusCode(200);
    var digest = arena.rows("select digest from tick where game_id = ?", game);
    assertThatThrownBy(() -> plan.run(tick)).isInstanceOf(FenceLost.class);
    assertThatThrownBy(() -> apply.run(tick)).isInstanceOf(FenceLost.class);
    assertThatThrownBy(() -> close.run(tick)).isInstanceOf(FenceLost.class);
    assertThat(world.sharedBriefing()).isNotBlank();
    assertThat(arena.rows("select digest from tick where game_id = ?", game)).isEqualTo(digest);
    assertSound(game, 1, 5);
  }

  @Test
  void anAnswerThatComesAfterTheTickMovedOnIsLateAndCounts() {
    var game = arena.game(3);
    var tick = begin(game, "first");
    var world = plan.run(tick);
    var due = turns.due(tick);
    var session = session(tick, world);
    turns.markAsking(
        tick, due, Map.of(), turn -> worstCaseCosts.of(session, turn, Recalled.NOTHING));
    var thought = thinker.think(session, due.getFirst(), Recalled.NOTHING);
    die(game);
    arena.tick(game, "first").statusCode(200).body("ticks[0].turns.applied", equalTo(3));
    assertThat(arena.orphans(game)).isEqualTo(3);

    assertThat(journal.write(tick, List.of(ThoughtGroup.of(tick, thought)))).isFalse();
    assertThat(arena.orphans(game)).as("the real attempt takes the orphan's place").isEqualTo(2);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and outcome = 'LATE'"
                    + " and cost_nano > 0",
                game))
        .isEqualTo(1);
    assertSound(game, 1, 3);
  }

  @Test
  void aCallThatNobodyHeardOfBeforeTheTickWentOnIsShownUntilItIsHeardOf() {
    var game = arena.game(3);
    var tick = begin(game, "first");
    var session = session(tick, plan.run(tick));
    var due = turns.due(tick);
    turns.markAsking(
        tick, due, Map.of(), turn -> worstCaseCosts.of(session, turn, Recalled.NOTHING));
    journal.writeLate(
        tick, ThoughtGroup.of(tick, thinker.think(session, due.get(0), Recalled.NOTHING)));
    var later = thinker.think(session, due.get(1), Recalled.NOTHING);
    apply.run(tick);
    close.run(tick);
    assertThat(arena.orphans(game)).as("all but the one that was heard of").isEqualTo(2);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and outcome = 'ORPHANED'"
                    + " and at_most_nano > 0 and price_known and simulated",
                game))
        .isEqualTo(2);

    journal.writeLate(tick, ThoughtGroup.of(tick, later));
    assertThat(arena.orphans(game)).isEqualTo(1);
  }

  @Test
  void aCallsExposureCoversAllThatMayBeAskedAndBilled() {
    var game = arena.game(3);
    arena.change(
        "update agent set model = 'claude-opus-4-1' where game_id = ? and handle = 'agent-0001'",
        game);
    arena.change(
        "update agent set model = 'wandb-artifact:///team/project/own:v1'"
            + " where game_id = ? and handle = 'agent-0002'",
        game);
    var tick = begin(game, "first");
    var session = session(tick, plan.run(tick));
    var byHandle =
        turns.due(tick).stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    turn -> turn.agent().handle(),
                    turn -> worstCaseCosts.of(session, turn, Recalled.NOTHING)));
    var plain = byHandle.get("agent-0003");
    assertThat(plain.provider()).contains("wandb");
    assertThat(plain.priceKnown()).isTrue();
    arena.faults(
        """
        {"wandb":{"withoutUsage":true,"garbage":true},"groq":{"withoutUsage":true,"garbage":true},
         "claude":{"withoutUsage":true,"garbage":true},
         "openai":{"withoutUsage":true,"garbage":true}}""");
    var spent =
        turns.due(tick).stream()
            .filter(turn -> turn.agent().handle().equals("agent-0003"))
            .flatMap(turn -> thinker.think(session, turn, Recalled.NOTHING).attempts().stream())
            .toList();
    assertThat(spent).hasSize(4);
    assertThat(spent.stream().mapToLong(attempt -> attempt.spend().atMost().value()).sum())
        .isPositive()
        .isLessThanOrEqualTo(plain.atMost().value());

    var own = byHandle.get("agent-0001");
    assertThat(own.provider()).contains("claude");
    assertThat(own.atMost()).isGreaterThan(plain.atMost());
    var unpriced = byHandle.get("agent-0002");
    assertThat(unpriced.priceKnown()).isFalse();
    assertThat(unpriced.atMost().value()).isPositive();
  }

  @Test
  void whoDiesRightAfterResumingAFailedTickLeavesEveryTurnItsSecondChance() {
    arena.faults(
        """
        {"wandb":{"status":401},"groq":{"status":401},"claude":{"status":401},
         "openai":{"status":401}}""");
    var game = arena.game(3);
    arena.tick(game, "first").statusCode(503);
    arena.calm();
    begin(game, "first");
    die(game);
    arena.tick(game, "second").statusCode(200).body("ticks[0].tick", equalTo(2));
    assertSound(game, 2, 3);
  }

  @Test
  void afterATakeOverNoTickBeginsThatCouldOnlyBeEmpty() {
    var game = arena.game(2);
    plan.run(begin(game, "first"));
    die(game);
    arena.faults("{\"wandb\":{\"latencyMillis\":900}}");
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var report = runner.run(new Trigger(game, "second", now, Duration.ofMillis(2_500)));
    assertThat(report.outcome()).isEqualTo("skipped");
    assertThat(report.reason()).contains("abandoned tick");
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("completed");
  }

  private Thinker.Session session(Tick tick, World.State world) {
    var view = settings.current();
    return new Thinker.Session(
        tick,
        world,
        new Prompt(world, tick, world.sharedBriefing(), config),
        guardrails.of(tick),
        budgets.of(tick, List.of()),
        TickVariants.NONE,
        view,
        chainCandidates.candidates(view),
        new ThinkingTime(
            time.instant().plusSeconds(5),
            new GracefulShutdown(new InFlightTurns(), Duration.ZERO, time),
            () -> false,
            time),
        TickListener.Run.NOBODY);
  }

  @Test
  void thosePassedOverGoFirstNextTime() {
    arena.faults(
        """
        {"wandb":{"latencyMillis":900},"groq":{"latencyMillis":900},
         "claude":{"latencyMillis":900},"openai":{"latencyMillis":900}}""");
    var game = arena.game(8, OptionalInt.of(2));
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var report = runner.run(new Trigger(game, "short", now, config.reserve().plusMillis(2_500)));
    assertThat(report.outcome()).isEqualTo("partial");
    assertThat(report.turns().passedOver()).isPositive();
    assertThat(arena.orphans(game)).as("who was never asked cost nothing").isZero();
    var passedOver =
        arena.rows("select handle from agent where game_id = ? and passed_over order by 1", game);
    assertThat(passedOver).hasSize(report.turns().passedOver());

    arena.calm();
    arena.tick(game, "long").statusCode(200).body("ticks[0].turns.applied", equalTo(8));
    assertThat(
            arena.rows(
                "select handle from turn where game_id = ? and tick = 2 and think_order < ?"
                    + " order by 1",
                game,
                passedOver.size()))
        .isEqualTo(passedOver);
  }
}
