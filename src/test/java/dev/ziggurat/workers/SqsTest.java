package dev.ziggurat.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.tick.ControlledShardQueue;
import dev.ziggurat.tick.ReceivedShards;
import dev.ziggurat.tick.ShardRunner;
import dev.ziggurat.tick.SharedTick;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TickRunner;
import dev.ziggurat.tick.Trigger;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Ticks through a real server of SQS, whose messages are taken by a process that polls, or handed
 * to one as AWS Lambda does.
 */
@QuarkusTest
class SqsTest {

  private static final Duration BUDGET = Duration.ofSeconds(20);

  private static SqsServer server;

  @Inject Arena arena;
  @Inject ControlledShardQueue controlled;
  @Inject ShardRunner shardRunner;
  @Inject ShardMessages messages;
  @Inject WorkersMeters meters;
  @Inject TickRunner runner;
  @Inject InstantSource time;

  private String shardQueue;
  private String deadlineQueue;
  private Settings config;
  private SqsQueues queues;
  private SqsSender sender;
  private SqsShards received;

  /** Of an application with SQS, which the one of the tests is not. */
  private record Settings(String shardQueue, String deadlineQueue) implements WorkersConfig {

    @Override
    public Broker broker() {
      return Broker.SQS;
    }

    @Override
    public boolean receive() {
      return true;
    }

    @Override
    public int shardSize() {
      return 2;
    }

    @Override
    public int shardsAtOnce() {
      return 4;
    }

    @Override
    public Duration sendTimeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean await() {
      return true;
    }
  }

  @BeforeAll
  static void start() {
    server = new SqsServer();
    server.properties().forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    server.properties().keySet().forEach(System::clearProperty);
    server.close();
  }

  @BeforeEach
  void calm() {
    arena.calm();
    var name = UUID.randomUUID().toString();
    shardQueue = server.queue("shards-" + name);
    deadlineQueue = server.queue("deadlines-" + name);
    config = new Settings(shardQueue, deadlineQueue);
    queues = new SqsQueues(config);
    sender = new SqsSender(queues, messages, config, time);
    received = new SqsShards(shardRunner, messages, sender, queues, meters, config, time);
    var broker = new BrokerShardQueue(null, sender, messages, config, meters);
    controlled.use(config.shardSize(), broker::send);
  }

  @AfterEach
  void end() {
    controlled.none();
    queues.close();
  }

  private TickReport run(String game, String key, Duration budget) {
    return runner.run(new Trigger(game, key, Instant.now().truncatedTo(ChronoUnit.MICROS), budget));
  }

  private List<String> handed(List<Message> batch, Instant until) {
    var all =
        batch.stream()
            .map(
                each ->
                    new ReceivedShards.Message(each.messageId(), each.receiptHandle(), each.body()))
            .toList();
    var again = received.run(all, until);
    batch.stream()
        .filter(each -> !again.contains(each.messageId()))
        .forEach(each -> server.delete(queueOf(each), each));
    return again;
  }

  private String queueOf(Message message) {
    return message.body().contains("\"first\"") ? shardQueue : deadlineQueue;
  }

  /** All that come until no more do. */
  private List<Message> all(String queue) {
    var all = new ArrayList<Message>();
    for (var batch = server.receive(queue); !batch.isEmpty(); batch = server.receive(queue)) {
      all.addAll(batch);
    }
    return all;
  }

  private List<Message> deadline() {
    var messages = new ArrayList<Message>();
    Awaitility.await("the deadline comes")
        .atMost(BUDGET)
        .until(() -> messages.addAll(server.receive(deadlineQueue)));
    return messages;
  }

  private long attempts(String game) {
    return arena.number("select count(*) from attempt where game_id = ?", game);
  }

  private String outcome(String game) {
    return arena
        .rows("select coalesce(outcome, 'none') from tick where game_id = ?", game)
        .getFirst();
  }

  private void assertReplays(String game) {
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(1));
  }

  @Test
  void aProcessThatPollsThinksAndDeletes() {
    var receiver = new SqsReceiver(queues, received, messages, config, time);
    receiver.start();
    try {
      var game = arena.game(25);
      var report = run(game, "first", BUDGET);
      assertThat(report.outcome()).isEqualTo("completed");
      assertThat(report.turns().applied()).isEqualTo(25);
      assertThat(attempts(game)).isEqualTo(25);
      assertThat(server.delayed(deadlineQueue)).as("the deadline is not due yet").isOne();
      Awaitility.await("all are done").atMost(BUDGET).until(() -> server.messages(shardQueue) == 0);
      assertReplays(game);
    } finally {
      receiver.end();
    }
  }

  @Test
  void whoeverFinishesLastClosesATickThatIsLeftToWorkers() {
    controlled.leave();
    var game = arena.game(25);
    var report = run(game, "first", Duration.ofSeconds(60));
    assertThat(report.running()).isTrue();
    assertThat(attempts(game)).isZero();

    var sent = all(shardQueue);
    assertThat(sent).hasSize(13);
    assertThat(handed(sent.subList(0, 10), Instant.MAX)).isEmpty();
    assertThat(outcome(game)).isEqualTo("none");
    assertThat(handed(sent.subList(5, 13), Instant.MAX)).as("some come twice").isEmpty();
    assertThat(outcome(game)).isEqualTo("completed");
    assertThat(attempts(game)).isEqualTo(25);
    assertThat(server.messages(shardQueue)).isZero();

    assertThat(handed(sent, Instant.MAX)).as("late ones are done, too").isEmpty();
    assertThat(attempts(game)).isEqualTo(25);
    assertThat(run(game, "first", BUDGET).outcome()).isEqualTo("duplicate");
    assertReplays(game);
  }

  @Test
  void theDelayedDeadlineClosesATickWhoseShardsAreLost() {
    controlled.leave();
    var game = arena.game(30);
    run(game, "first", Duration.ofSeconds(8));
    var first = server.receive(shardQueue);
    assertThat(handed(first.subList(0, 1), Instant.MAX)).isEmpty();
    server.purge(shardQueue);

    assertThat(handed(deadline(), Instant.MAX)).isEmpty();
    assertThat(outcome(game)).isEqualTo("partial");
    assertThat(attempts(game)).isEqualTo(2);
    assertThat(
            arena.number(
                "select count(*) from turn where game_id = ? and state = 'passed_over'", game))
        .isEqualTo(28);
    assertReplays(game);
  }

  @Test
  void anEarlyDeadlineIsSentAgain() {
    var now = time.instant();
    var far =
        new SharedTick(
            "far", 1, 1, 1, now.plus(Duration.ofMinutes(40)), now.plus(Duration.ofMinutes(41)));
    sender.deadline(far);
    assertThat(server.delayed(deadlineQueue)).isOne();

    server.send(deadlineQueue, messages.of(far).getPayload());
    assertThat(handed(deadline(), Instant.MAX)).isEmpty();
    assertThat(server.delayed(deadlineQueue)).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIntoTheTimeComesAgain() {
    controlled.leave();
    var game = arena.game(6, OptionalInt.of(1));
    run(game, "first", Duration.ofSeconds(60));
    var sent = all(shardQueue);
    assertThat(sent).hasSize(3);
    assertThat(handed(sent, time.instant()))
        .as("no time at all")
        .containsExactlyElementsOf(sent.stream().map(Message::messageId).toList());
    assertThat(attempts(game)).isZero();

    var again = new ArrayList<Message>();
    Awaitility.await("they come soon, not after the visibility time-out")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              again.addAll(server.receive(shardQueue));
              return again.size() == 3;
            });
    arena.faults("{\"wandb\":{\"latencyMillis\":1500}}");
    server.send(shardQueue, "{\"version\": 7, \"first\": 0}");
    var batch = new ArrayList<>(again.subList(0, 1));
    batch.addAll(server.receive(shardQueue));
    assertThat(batch).hasSize(2);
    assertThat(handed(batch, time.instant().plus(Duration.ofMillis(1_200))))
        .as("its second turn does not fit; what cannot be read is dropped")
        .containsExactly(again.getFirst().messageId());
    assertThat(server.messages(shardQueue)).isEqualTo(3);

    arena.calm();
    assertThat(handed(again, Instant.MAX)).isEmpty();
    assertThat(arena.number("select count(*) from turn where game_id = ? and state = 'due'", game))
        .isZero();
    assertThat(outcome(game)).isIn("completed", "partial");
  }

  @Test
  void withoutSqsThePlannerThinks() {
    var wrong = new Settings("http://127.0.0.1:1/000000000000/none", deadlineQueue + "-none");
    var away = new SqsQueues(wrong);
    var none =
        new BrokerShardQueue(
            null, new SqsSender(away, messages, wrong, time), messages, wrong, meters);
    controlled.use(2, none::send);
    var game = arena.game(7);
    assertThat(run(game, "first", BUDGET).outcome()).isEqualTo("completed");
    assertThat(attempts(game)).isEqualTo(7);
    away.close();
  }
}
