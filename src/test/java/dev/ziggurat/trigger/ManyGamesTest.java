package dev.ziggurat.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.GracefulShutdown;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TickRunner;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Games that are ticked side by side, and one of them is slow. */
@QuarkusTest
class ManyGamesTest {

  private static final String SLOW = "{\"wandb\": {\"latencyMillis\": 2500}}";

  @Inject Arena arena;
  @Inject GracefulShutdown gracefulShutdown;
  @Inject Games games;
  @Inject TickRunner runner;
  @Inject TickConfig ticks;
  @Inject InstantSource time;
  @Inject TickTrigger trigger;

  @BeforeEach
  void calm() {
    arena.calm();
    arena.change("update game set state = 'paused'");
  }

  @AfterEach
  void end() {
    calm();
  }

  private static TriggerConfig atOnce(int games) {
    return new SmallRyeConfigBuilder()
        .withMapping(TriggerConfig.class)
        .withDefaultValue("ziggurat.trigger.games-at-once", Integer.toString(games))
        .build()
        .getConfigMapping(TriggerConfig.class);
  }

  private boolean isUnderWay(String game) {
    return arena.number("select count(*) from tick where game_id = ? and phase = 'planned'", game)
        == 1;
  }

  private long closed(String game) {
    return arena.number("select count(*) from tick where game_id = ? and phase = 'closed'", game);
  }

  @Test
  void whereTheDatabaseIsAwayTheSchedulerTriesAgainNextTime() {
    var game = arena.game(1);
    var scheduledTrigger = new ScheduledTrigger(games, trigger, atOnce(8));
    arena.change("alter table game rename to game_away");
    try {
      scheduledTrigger.tick();
    } finally {
      arena.change("alter table game_away rename to game");
    }
    assertThat(closed(game)).isZero();
    scheduledTrigger.tick();
    Awaitility.await().until(() -> closed(game) == 1);
  }

  @Test
  void theSchedulerDoesNotLetAllWaitForTheSlowest() {
    arena.faults(SLOW);
    var slow = arena.game(1);
    var scheduledTrigger = new ScheduledTrigger(games, trigger, atOnce(8));
    scheduledTrigger.tick();
    Awaitility.await().until(() -> isUnderWay(slow));

    var quick = arena.game(1);
    arena.change("update agent set model = 'groq/openai/gpt-oss-20b' where game_id = ?", quick);
    scheduledTrigger.tick();
    Awaitility.await().until(() -> closed(quick) == 1);
    assertThat(closed(slow)).isZero();
    Awaitility.await().until(() -> closed(slow) == 1);
    assertThat(arena.number("select last_tick from game where id = ?", slow)).isEqualTo(1);
  }

  @Test
  void aGameThatIsDeletedWhileItWaitsIsLeftOut() throws Exception {
    arena.faults(SLOW);
    var one = arena.game(1);
    var other = arena.game(1);
    var oneByOne = new TickTrigger(gracefulShutdown, games, runner, ticks, atOnce(1), time);
    var reports =
        CompletableFuture.supplyAsync(
            () ->
                oneByOne.fire(
                    new TickTrigger.Request(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    Awaitility.await().until(() -> isUnderWay(one) || isUnderWay(other));
    var first = isUnderWay(one) ? one : other;
    arena.change(
        "update game set deleted_at = now() where id in (?, ?) and id <> ?", one, other, first);

    assertThat(reports.get(20, TimeUnit.SECONDS).stream().map(TickReport::game))
        .containsExactly(first);
  }
}
