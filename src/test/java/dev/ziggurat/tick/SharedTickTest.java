package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.babylon.store.ConservationReader;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.ShardRunner.Result;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks whose turns several processes think, whatever becomes of the messages between them. */
@QuarkusTest
class SharedTickTest {

  private static final int SIZE = 2;

  @Inject Arena arena;
  @Inject ControlledShardQueue queue;
  @Inject ShardRunner shardRunner;
  @Inject TickRunner runner;
  @Inject Cancellations cancellations;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject TurnStore turns;
  @Inject ShardStore shardStore;
  @Inject TickConfig config;
  @Inject ConservationReader conservation;
  @Inject InstantSource time;

  private final Queue<Future<Result>> handled = new ConcurrentLinkedQueue<>();
  private ExecutorService threads;

  @BeforeEach
  void calm() {
    arena.calm();
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void end() {
    queue.none();
    threads.close();
  }

  private void deliver(Callable<Result> message) {
    handled.add(threads.submit(message));
  }

  private List<Result> results() throws Exception {
    var results = new ArrayList<Result>();
    for (var each : handled) {
      results.add(each.get());
    }
    return results;
  }

  private Trigger trigger(String game, String key, Duration budget) {
    return new Trigger(game, key, Instant.now().truncatedTo(ChronoUnit.MICROS), budget);
  }

  private TickReport run(String game, String key) {
    return runner.run(trigger(game, key, Duration.ofSeconds(10)));
  }

  private Tick planned(String game, Duration budget) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var tick =
        ((LeaseGrant.Run) lease.ask(trigger(game, "first", budget), now.plus(budget))).tick();
    plan.run(tick);
    return tick;
  }

  private List<Shard> shards(Tick tick) {
    var shared = ShardStore.shared(tick, tick.thinkUntil());
    return shardStore.ranges(tick, SIZE).stream()
        .map(range -> new Shard(shared, range.first(), range.last()))
        .toList();
  }

  private long attempts(String game) {
    return arena.number("select count(*) from attempt where game_id = ?", game);
  }

  private long turnsIn(String game, String state) {
    return arena.number(
        "select count(*) from turn where game_id = ? and tick = 1 and state = ?", game, state);
  }

  /** What holds whatever happened to messages. */
  private void assertSound(String game, int agents) {
    assertThat(arena.number("select count(*) from tick where game_id = ?", game)).isEqualTo(1);
    assertThat(arena.number("select count(*) from turn where game_id = ? and tick = 1", game))
        .isEqualTo(agents);
    assertThat(
            arena.number(
                """
                select count(*) from (
                  select handle from attempt where game_id = ? and tick = 1 group by handle having count(*) > 1) as twice
                """,
                game))
        .as("agents asked twice")
        .isZero();
    assertThat(arena.number("select count(*) from game where id = ? and lease_until is null", game))
        .isEqualTo(1);
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(1));
  }

  @Test
  void everyTurnIsThoughtOnceAndTheTriggerGetsTheReport() throws Exception {
    queue.use(
        SIZE,
        (_, shards) -> {
          assertThat(shards).hasSize(4);
          shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(7);
    var report = run(game, "first");
    assertThat(report.outcome()).isEqualTo("completed");
    assertThat(report.unsentShards()).isNull();
    assertThat(report.turns().applied()).isEqualTo(7);
    assertThat(results()).hasSize(4).containsOnly(Result.DONE);
    assertThat(attempts(game)).isEqualTo(7);
    assertSound(game, 7);

    assertThat(run(game, "first").outcome()).isEqualTo("duplicate");
  }

  @Test
  void aTickThatFitsIntoOneShardStaysWhereItWasPlanned() {
    queue.use(
        7,
        (_, shards) -> {
          throw new AssertionError("sent " + shards);
        });
    var game = arena.game(7);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    assertSound(game, 7);
  }

  @Test
  void whatComesTwiceAtOnceIsAskedOnce() throws Exception {
    arena.faults("{\"wandb\":{\"latencyMillis\":100}}");
    queue.use(
        3,
        (_, shards) -> {
          for (var copy = 0; copy < 4; copy++) {
            shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          }
          return List.of();
        });
    var game = arena.game(9);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    assertThat(results()).hasSize(12);
    assertThat(attempts(game)).isEqualTo(9);
    assertThat(arena.orphans(game)).isZero();
    assertSound(game, 9);
  }

  @Test
  void batchesThatComeTwiceAreAskedOnce() throws Exception {
    arena.faults("{\"wandb\":{\"latencyMillis\":100}}");
    queue.use(
        4,
        (_, shards) -> {
          for (var copy = 0; copy < 3; copy++) {
            shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          }
          return List.of();
        });
    var game = arena.game(8);
    arena.change("update game set batch = 4 where id = ?", game);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    results();
    assertThat(attempts(game)).as("one call for each shard").isEqualTo(2);
    assertThat(turnsIn(game, "applied")).isEqualTo(8);
  }

  @Test
  void theOrderDoesNotMatter() {
    queue.use(
        SIZE,
        (_, shards) -> {
          shards.reversed().forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(6);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    assertSound(game, 6);
  }

  @Test
  void whatIsLostIsPassedOverAndGoesFirstNextTime() throws Exception {
    queue.use(
        SIZE,
        (_, shards) -> {
          shards.stream().skip(1).forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(6);
    var report =
        runner.run(trigger(game, "first", config.reserve().plus(Duration.ofMillis(2_500))));
    assertThat(report.outcome()).isEqualTo("partial");
    assertThat(report.turns().applied()).isEqualTo(4);
    assertThat(report.turns().passedOver()).isEqualTo(SIZE);
    assertThat(attempts(game)).as("who was never asked cost nothing").isEqualTo(4);
    assertSound(game, 6);

    queue.none();
    var passedOver =
        arena.rows("select handle from agent where game_id = ? and passed_over order by 1", game);
    assertThat(run(game, "second").outcome()).isEqualTo("completed");
    assertThat(
            arena.rows(
                "select handle from turn where game_id = ? and tick = 2 and think_order < 2 order by 1",
                game))
        .isEqualTo(passedOver);
  }

  @Test
  void whatComesTooLateChangesNothing() {
    var sent = new ConcurrentLinkedQueue<Shard>();
    var deadlines = new ConcurrentLinkedQueue<SharedTick>();
    queue.use(
        SIZE,
        (tick, shards) -> {
          sent.addAll(shards);
          deadlines.add(tick);
          shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(6);
    run(game, "first");
    var digest = arena.rows("select digest from tick where game_id = ?", game);

    assertThat(sent).isNotEmpty();
    assertThat(sent)
        .allSatisfy(late -> assertThat(shardRunner.think(late)).isEqualTo(Result.OUTDATED));
    assertThat(deadlines)
        .singleElement()
        .satisfies(late -> assertThat(shardRunner.close(late)).isEqualTo(Result.OUTDATED));
    assertThat(arena.rows("select digest from tick where game_id = ?", game)).isEqualTo(digest);
    assertThat(attempts(game)).isEqualTo(6);
    assertSound(game, 6);
  }

  @Test
  void whatTheBrokerDoesNotTakeIsThoughtHere() throws Exception {
    queue.use(
        SIZE,
        (_, shards) -> {
          deliver(() -> shardRunner.think(shards.getFirst()));
          return shards.subList(1, shards.size());
        });
    var game = arena.game(7);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    assertThat(results()).containsExactly(Result.DONE);
    assertThat(
            arena.rows("select report::jsonb ->> 'unsentShards' from tick where game_id = ?", game))
        .as("whoever closed it")
        .containsExactly("3");
    assertSound(game, 7);
  }

  @Test
  void aBrokerThatIsAwayMakesNoDifference() {
    queue.use(SIZE, (_, shards) -> shards);
    var game = arena.game(7);
    var report = run(game, "first");
    assertThat(report.outcome()).isEqualTo("completed");
    assertThat(report.unsentShards()).isEqualTo(4);
    assertSound(game, 7);
  }

  /** The broker took them though it seemed not to: both think. */
  @Test
  void whatSeemedLostAndWasNotIsAskedOnce() throws Exception {
    arena.faults("{\"wandb\":{\"latencyMillis\":100}}");
    queue.use(
        SIZE,
        (_, shards) -> {
          shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return shards;
        });
    var game = arena.game(8);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    results();
    assertThat(attempts(game)).isEqualTo(8);
    assertSound(game, 8);
  }

  @Test
  void whoFinishesLastClosesATickWhosePlannerIsDead() {
    var game = arena.game(5);
    var shards = shards(planned(game, Duration.ofSeconds(10)));
    shards.forEach(shard -> assertThat(shardRunner.think(shard)).isEqualTo(Result.DONE));
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("completed");
    assertThat(run(game, "first").outcome()).isEqualTo("duplicate");
    assertSound(game, 5);
  }

  @Test
  void theDeadlineClosesATickWhosePlannerIsDead() {
    var game = arena.game(5);
    var shards = shards(planned(game, Duration.ofSeconds(10)));
    shardRunner.think(shards.getFirst());
    assertThat(shardRunner.close(shards.getFirst().tick())).isEqualTo(Result.DONE);
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("partial");
    assertThat(turnsIn(game, "applied")).isEqualTo(SIZE);
    assertThat(turnsIn(game, "passed_over")).isEqualTo(5 - SIZE);
    assertThat(shardRunner.think(shards.getLast())).isEqualTo(Result.OUTDATED);
    assertSound(game, 5);
  }

  @Test
  void onlyOneOfManyCloses() throws Exception {
    var game = arena.game(4);
    var tick = planned(game, Duration.ofSeconds(10));
    var shards = shards(tick);
    queue.none();
    shardRunner.think(shards.getFirst());
    for (var copy = 0; copy < 6; copy++) {
      deliver(() -> shardRunner.close(shards.getFirst().tick()));
    }
    assertThat(results()).containsOnlyOnce(Result.DONE).hasSize(6);
    assertThat(arena.rows("select played from tick where game_id = ?", game))
        .as("turns and clock applied once")
        .containsExactly("tc");
    assertSound(game, 4);
  }

  @Test
  void aWorkerThatDiesWhileAskingLeavesAnOrphanUntilItsAnswerComes() {
    var game = arena.game(4);
    var tick = planned(game, Duration.ofSeconds(10));
    var shards = shards(tick);
    shardRunner.think(shards.getFirst());
    var exposure =
        new WorstCaseCost(
            Optional.of("wandb"), Optional.of("some-model"), new NanoDollars(77), true, true);
    turns.markAsking(tick, turns.due(tick, shards.getLast()), Map.of(), _ -> exposure);

    assertThat(shardRunner.think(shards.getLast()))
        .as("the broker gives the message of a dead worker to another one")
        .isEqualTo(Result.DONE);
    assertThat(turnsIn(game, "asking")).as("nobody is asked again meanwhile").isEqualTo(SIZE);
    shardRunner.close(shards.getFirst().tick());

    assertThat(arena.orphans(game)).isEqualTo(SIZE);
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("partial");
    assertSound(game, 4);
  }

  @Test
  void aTakeOverMakesEarlierMessagesOutdated() {
    var game = arena.game(4);
    var shards = shards(planned(game, Duration.ofSeconds(10)));
    shardRunner.think(shards.getFirst());
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
    assertThat(run(game, "first").outcome()).isEqualTo("completed");
    assertThat(shardRunner.think(shards.getLast())).isEqualTo(Result.OUTDATED);
    assertThat(shardRunner.close(shards.getLast().tick())).isEqualTo(Result.OUTDATED);
    assertThat(attempts(game)).as("journaled answers stay").isEqualTo(4);
    assertSound(game, 4);
  }

  @Test
  void turnsOfPlayersStayWithWhoeverPlanned() throws Exception {
    queue.use(
        SIZE,
        (_, shards) -> {
          shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(6);
    arena.change(
        "update agent set kind = 'player', answer_within_millis = 600 where game_id = ? and handle = 'agent-0001'",
        game);
    var report = run(game, "first");
    assertThat(report.outcome()).isEqualTo("completed");
    assertThat(report.turns().applied()).isEqualTo(5);
    assertThat(report.turns().undecided()).isEqualTo(1);
    assertThat(results()).hasSize(3);
  }

  @Test
  void whoIsCancelledStopsInAllProcesses() throws Exception {
    arena.faults("{\"wandb\":{\"latencyMillis\":400}}");
    queue.use(
        20,
        (_, shards) -> {
          shards.forEach(shard -> deliver(() -> shardRunner.think(shard)));
          return List.of();
        });
    var game = arena.game(40, OptionalInt.of(1));
    var report = threads.submit(() -> runner.run(trigger(game, "first", Duration.ofSeconds(30))));
    Awaitility.await().until(() -> turnsIn(game, "thought") >= 2);
    cancellations.request(game, 1, "ada");
    var closed = report.get();
    assertThat(closed.outcome()).isEqualTo("partial");
    assertThat(closed.reason()).contains("cancelled by ada");
    results();
    Awaitility.await().until(() -> arena.orphans(game) == 0);
    assertThat(attempts(game)).isLessThan(40);
    assertSound(game, 40);
  }
}
