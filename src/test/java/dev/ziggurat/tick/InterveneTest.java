package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.babylon.store.ConservationReader;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interventions beside ticks, runners and each other. */
@QuarkusTest
class InterveneTest {

  private static final String NEWS = "{'type':'news','text':'Hear, hear'}";

  @Inject Arena arena;
  @Inject TickRunner runner;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject Think think;
  @Inject Apply apply;
  @Inject Close close;
  @Inject Fence fence;
  @Inject InstantSource time;
  @Inject ConservationReader conservation;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private Tick begin(String game, String key) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var trigger = new Trigger(game, key, now, Duration.ofSeconds(10));
    return ((LeaseGrant.Run) lease.ask(trigger, now.plusSeconds(10))).tick();
  }

  private void die(String game) {
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
  }

  @Test
  void comeOneAfterTheOtherHoweverManyAskAtOnce() {
    var game = arena.game(3);
    arena.tick(game, "first").statusCode(200);
    var desk = new Desk(game);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 12)
          .mapToObj(
              number ->
                  CompletableFuture.runAsync(
                      number % 2 == 0
                          ? () -> desk.intervene(NEWS).statusCode(200)
                          : () -> desk.open(),
                      threads))
          .toList()
          .forEach(CompletableFuture::join);
    }
    assertThat(
            arena.rows(
                "select ordinal from intervention where game_id = ? and after_tick = 1"
                    + " order by ordinal",
                game))
        .isEqualTo(IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList());
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    desk.replay().body("matches", equalTo(true)).body("interventions", equalTo(12));
  }

  @Test
  void waitForTheTickThatRuns() {
    var game = arena.game(4);
    var desk = new Desk(game);
    arena.faults("{\"wandb\":{\"latencyMillis\":800}}");
    var ticking =
        CompletableFuture.supplyAsync(
            () -> arena.tick(game, "slow").extract().statusCode(), Thread::startVirtualThread);
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(
            () ->
                arena.number(
                        "select count(*) from turn where game_id = ? and state = 'asking'", game)
                    > 0);
    desk.intervene(NEWS)
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("tick 1 is running, until "));
    assertThat(ticking.join()).isEqualTo(200);
    desk.intervene(NEWS).statusCode(200).body("id", equalTo("1-1"));
    desk.replay().body("matches", equalTo(true));
  }

  @Test
  void waitForATickThatWasLeftUnfinished() {
    var game = arena.game(2);
    var desk = new Desk(game);
    plan.run(begin(game, "first"));
    die(game);
    desk.intervene(NEWS).statusCode(409).body("detail", containsString("trigger a tick"));
    arena.tick(game, "first").statusCode(200);
    desk.intervene(NEWS).statusCode(200);
  }

  @Test
  void fenceOffARunnerFromBefore() {
    var game = arena.game(3);
    var tick = begin(game, "first");
    think.run(tick, plan.run(tick), TickListener.Run.NOBODY);
    apply.run(tick);
    close.run(tick);
    fence.guarded(tick, () -> "its epoch is still the newest");
    new Desk(game).intervene(NEWS).statusCode(200);
    assertThatThrownBy(() -> fence.guarded(tick, () -> "")).isInstanceOf(FenceLost.class);
    assertThatThrownBy(() -> apply.run(tick)).isInstanceOf(FenceLost.class);
    assertThatThrownBy(() -> close.run(tick)).isInstanceOf(FenceLost.class);
    new Desk(game).replay().body("matches", equalTo(true));
  }

  @Test
  void areNeverEarlierThanTheTickTheyComeAfter() {
    var game = arena.game(2);
    var ahead = Instant.now().truncatedTo(ChronoUnit.MICROS).plusSeconds(90);
    runner.run(new Trigger(game, "ahead", ahead, Duration.ofSeconds(10)));
    var desk = new Desk(game);
    desk.intervene(NEWS).statusCode(200).body("at", equalTo(ahead.toString()));
    desk.intervene(NEWS).statusCode(200).body("at", equalTo(ahead.toString()));
  }

  @Test
  void comeBeforeTheFirstTickAndInAPausedGame() {
    var game = arena.game(2);
    arena.change("update game set state = 'paused' where id = ?", game);
    var desk = new Desk(game);
    desk.intervene(NEWS).statusCode(200).body("id", equalTo("0-1"));
    arena.change("update game set state = 'running' where id = ?", game);
    arena.tick(game, "first").statusCode(200);
    desk.replay()
        .body("matches", equalTo(true))
        .body("interventions", equalTo(1))
        .body("digestsCompared", equalTo(3));
  }

  /** The game has gone on: its turns would come after what was done by hand, but belong before. */
  @Test
  void endTheChanceOfAFailedTickToBeResumed() {
    var game = arena.game(2);
    arena.faults(
        """
        {"wandb": {"status": 401}, "groq": {"status": 401}, "claude": {"status": 401},
         "openai": {"status": 401}}""");
    arena.tick(game, "first").statusCode(503);
    arena.calm();
    new Desk(game).intervene(NEWS).statusCode(200);
    arena.tick(game, "first").statusCode(503).body("ticks[0].outcome", equalTo("failed"));
    arena.tick(game, "second").statusCode(200).body("ticks[0].tick", equalTo(2));
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(2));
  }

  @Test
  void changeNothingWhenRefused() {
    var game = arena.game(2);
    arena.tick(game, "first").statusCode(200);
    var before =
        arena.rows(
            "select digest || epoch from babylon_house, game where id = game_id and id = ?", game);
    new Desk(game)
        .intervene("{'type':'resolve','market':'m9-9','outcome':'yes'}")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("detail", containsString("closed or never was"));
    assertThat(
            arena.rows(
                "select digest || epoch from babylon_house, game where id = game_id and id = ?",
                game))
        .isEqualTo(before);
    assertThat(arena.number("select count(*) from intervention where game_id = ?", game)).isZero();
    assertThat(
            arena.rows(
                "select detail from audit where subject = ?", "games/" + game + "/interventions"))
        .singleElement()
        .asString()
        .contains("closed or never was");
  }
}
