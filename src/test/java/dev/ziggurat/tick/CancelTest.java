package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.store.ConservationReader;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick that is ended before its time. */
@QuarkusTest
class CancelTest {

  private static final String SLOW =
      """
      {"wandb":{"latencyMillis":%1$d},"groq":{"latencyMillis":%1$d},
       "claude":{"latencyMillis":%1$d},"openai":{"latencyMillis":%1$d}}""";

  @Inject Arena arena;
  @Inject TickRunner runner;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject Think think;
  @Inject Apply apply;
  @Inject Close close;
  @Inject TurnStore turns;
  @Inject Cancellations cancellations;
  @Inject ConservationReader conservation;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static Trigger trigger(String game, String key) {
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new Trigger(game, key, now, Duration.ofSeconds(60));
  }

  private long turnsIn(String game, String state) {
    return arena.number("select count(*) from turn where game_id = ? and state = ?", game, state);
  }

  @Test
  void whatWasThoughtIsAppliedAndNobodyElseIsAsked() throws Exception {
    arena.faults(SLOW.formatted(600));
    var game = arena.game(40, OptionalInt.of(2));
    var begun = new CompletableFuture<Tick>();
    var report =
        CompletableFuture.supplyAsync(() -> runner.run(trigger(game, "first"), begun::complete));
    begun.get(10, TimeUnit.SECONDS);
    Awaitility.await().until(() -> turnsIn(game, "thought") >= 2);

    var cancellation = cancellations.request(game, 1, "ada").orElseThrow();
    assertThat(cancellations.request(game, 1, "somebody else")).contains(cancellation);

    var closed = report.get(10, TimeUnit.SECONDS);
    assertThat(closed.outcome()).isEqualTo("partial");
    assertThat(closed.reason()).contains("cancelled by ada");
    assertThat(closed.turns().applied()).isGreaterThanOrEqualTo(2);
    assertThat(closed.turns().passedOver() + closed.turns().failed()).isGreaterThan(20);
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    assertThat(cancellations.request(game, 1, "ada")).as("it has closed").isEmpty();

    Awaitility.await("calls under way are heard of and counted")
        .until(() -> arena.orphans(game) == 0);
    assertThat(
            arena.number(
                "select count(distinct handle) from attempt where game_id = ? and tick = 1", game))
        .as("who was asked, in time or late")
        .isBetween((long) closed.turns().applied(), closed.turns().applied() + 2L);

    arena.calm();
    arena.tick(game, "second");
    assertThat(turnsIn(game, "applied")).isEqualTo(closed.turns().applied() + 40);
  }

  @Test
  void aDeadRunnersTickClosesWithoutAskingAnybody() {
    var game = arena.game(5);
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var first = new Trigger(game, "first", now, Duration.ofSeconds(10));
    var tick = ((LeaseGrant.Run) lease.ask(first, now.plusSeconds(10))).tick();
    plan.run(tick);
    assertThat(cancellations.request(game, 1, "ada")).isPresent();
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
    var report = runner.run(trigger(game, "first"));
    assertThat(report.outcome()).isEqualTo("partial");
    assertThat(report.reason()).contains("cancelled by ada").contains("5 agents");
    assertThat(report.digest()).isNotBlank();
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isZero();
    assertThat(runner.run(trigger(game, "first")).outcome())
        .as("a partial tick is not resumed")
        .isEqualTo("duplicate");
    assertThat(arena.number("select count(*) from agent where game_id = ? and passed_over", game))
        .isEqualTo(5);
  }

  @Test
  void whoCancelsWhenAllHaveThoughtHasCancelledNothing() {
    var game = arena.game(3);
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var first = new Trigger(game, "first", now, Duration.ofSeconds(30));
    var tick = ((LeaseGrant.Run) lease.ask(first, now.plusSeconds(30))).tick();
    think.run(tick, plan.run(tick), TickListener.Run.NOBODY);
    assertThat(cancellations.request(game, 1, "ada")).isPresent();
    apply.run(tick);

    var report = close.run(tick);
    assertThat(report.outcome()).isEqualTo("completed");
    assertThat(report.reason()).isNull();
    assertThat(report.turns().applied()).isEqualTo(3);
  }

  @Test
  void whileItCannotBeToldATickIsNotCancelled() {
    var game = arena.game(1);
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var first = new Trigger(game, "first", now, Duration.ofSeconds(10));
    var tick = ((LeaseGrant.Run) lease.ask(first, now.plusSeconds(10))).tick();
    cancellations.request(game, 1, "ada");
    arena.change("alter table tick rename column cancelled_by to away");
    try {
      assertThat(cancellations.isCancelled(tick)).isFalse();
    } finally {
      arena.change("alter table tick rename column away to cancelled_by");
    }
    assertThat(cancellations.isCancelled(tick)).isTrue();
  }

  @Test
  void onlyATickThatThinksCanBeCancelled() {
    var game = arena.game(2);
    assertThat(cancellations.request(game, 1, "ada")).isEmpty();
    arena.tick(game, "first").statusCode(200);
    assertThat(cancellations.request(game, 1, "ada")).isEmpty();
    assertThat(cancellations.request("atlantis", 1, "ada")).isEmpty();
  }
}
