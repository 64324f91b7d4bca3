package dev.ziggurat.webhooks;

import static dev.ziggurat.webhooks.WebhookDesk.admin;
import static dev.ziggurat.webhooks.WebhookDesk.create;
import static dev.ziggurat.webhooks.WebhookDesk.deliveries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.Arena;
import dev.ziggurat.db.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the outbox is delivered at least once, by one process at a time. */
@QuarkusTest
class DeliveriesTest {

  @Inject Arena arena;
  @Inject Database database;
  @Inject Outbox outbox;
  @Inject DeliverySender sender;
  @Inject OverdueGames overdueGames;
  @Inject ProviderOutages outages;
  @Inject WebhooksConfig config;
  @Inject MeterRegistry meters;
  private WebhookReceiver receiver;

  /** Ahead of the application's own clock, whose looks then find nothing due. */
  private volatile Instant now = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MICROS);

  @BeforeEach
  void start() {
    arena.change("delete from webhook");
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void stop() {
    arena.change("delete from webhook");
    receiver.close();
  }

  private DeliveryStore store() {
    return new DeliveryStore(database, config, () -> now);
  }

  private DeliveryRetention retention() {
    return new DeliveryRetention(database, config, () -> now);
  }

  /** One of several processes. */
  private WebhookDispatcher process() {
    return new WebhookDispatcher(
        store(), sender, retention(), overdueGames, outages, meters, () -> now);
  }

  private WebhookEvent event() {
    return new WebhookEvent(
        WebhookEventType.TICK_FAILED,
        UUID.randomUUID().toString(),
        now,
        Optional.empty(),
        "Tick 7 failed",
        Optional.empty(),
        JsonNodeFactory.instance.objectNode());
  }

  @Test
  void aDeliveryIsTriedEightTimesWithinAboutADay() {
    var id = create(receiver.url(), "tick.failed");
    receiver.answers(500);
    outbox.add(event());
    var process = process();
    var began = now;
    for (var tries = 1; tries < RetrySchedule.TRIES; tries++) {
      process.deliverDue();
      process.deliverDue();
      assertThat(receiver.received).hasSize(tries);
      deliveries(id)
          .body("items[0].state", equalTo("pending"))
          .body("items[0].tries", equalTo(tries))
          .body("items[0].lastError", equalTo("the webhook answered with status 500"));
      var next = Instant.parse(deliveries(id).extract().path("items[0].nextTryAt"));
      now = next.minusMillis(1);
      process.deliverDue();
      assertThat(receiver.received).hasSize(tries);
      now = next;
    }
    process.deliverDue();
    assertThat(receiver.received).hasSize(RetrySchedule.TRIES);
    assertThat(Duration.between(began, now)).isBetween(Duration.ofHours(20), Duration.ofHours(26));
    deliveries(id).body("items[0].state", equalTo("dead"));
    now = now.plus(Duration.ofDays(3));
    process.deliverDue();
    assertThat(receiver.received).hasSize(RetrySchedule.TRIES);
    assertThat(receiver.received)
        .extracting(WebhookReceiver.Request::id)
        .containsOnly(deliveries(id).extract().<String>path("items[0].id"));
  }

  @Test
  void afterAnErrorTheNextLookDelivers() {
    create(receiver.url(), "tick.failed");
    outbox.add(event());
    var broken = new AtomicBoolean(true);
    var store =
        new DeliveryStore(database, config, () -> now) {
          @Override
          List<Claim> claimDue(int most, Collection<UUID> closed) {
            if (broken.getAndSet(false)) {
              throw new StackOverflowError("no room");
            }
            return super.claimDue(most, closed);
          }
        };
    var process =
        new WebhookDispatcher(store, sender, retention(), overdueGames, outages, meters, () -> now);
    process.wake();
    process.settle(Duration.ofSeconds(10));
    assertThat(broken).isFalse();
    assertThat(receiver.received).isEmpty();
    process.wake();
    process.settle(Duration.ofSeconds(10));
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void whoWantsNoMoreIsAskedOnce() {
    var id = create(receiver.url(), "tick.failed");
    receiver.answers(410);
    outbox.add(event());
    process().deliverDue();
    deliveries(id).body("items.state", contains("dead")).body("items.tries", contains(1));
  }

  @Test
  void manyProcessesAtOnceSendEachDeliveryOnce() {
    create(receiver.url(), "tick.failed");
    IntStream.range(0, 60).forEach(_ -> outbox.add(event()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 4).forEach(_ -> threads.submit(() -> process().deliverDue()));
    }
    assertThat(receiver.received).hasSize(60);
    assertThat(receiver.received.stream().map(WebhookReceiver.Request::id).distinct()).hasSize(60);
  }

  @Test
  void whileOneProcessSendsNoOtherDoes() throws Exception {
    create(receiver.url(), "tick.failed");
    outbox.add(event());
    var answering = receiver.waits();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = threads.submit(() -> process().deliverDue());
      await().until(() -> receiver.received.size() == 1);
      assertThat(store().claimDue(10, List.of())).isEmpty();
      answering.countDown();
      sending.get();
    }
    assertThat(store().claimDue(10, List.of())).isEmpty();
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void aReceiverThatHangsHoldsUpNoOther() throws Exception {
    try (var hanging = new WebhookReceiver();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      create(hanging.url(), "tick.failed");
      create(receiver.url(), "tick.failed");
      var answering = hanging.waits();
      IntStream.range(0, 30).forEach(_ -> outbox.add(event()));
      var sending = threads.submit(() -> process().deliverDue());
      await().until(() -> receiver.received.size() == 30);
      assertThat(hanging.received).hasSize(DeliveriesInFlight.AT_ONCE_TO_ONE);
      outbox.add(event());
      await().until(() -> receiver.received.size() == 31);
      assertThat(hanging.received).hasSize(DeliveriesInFlight.AT_ONCE_TO_ONE);
      answering.countDown();
      sending.get();
      assertThat(hanging.received).hasSize(31);
    }
  }

  @Test
  void whatIsDueToOneThatGivesNoAnswerWaitsForTheNextLook() {
    create(receiver.url(), "tick.failed");
    receiver.losesAnswers();
    IntStream.range(0, 20).forEach(_ -> outbox.add(event()));
    process().deliverDue();
    assertThat(receiver.received).hasSizeBetween(1, DeliveriesInFlight.AT_ONCE_TO_ONE);
    receiver.received.clear();
    receiver.answers(200);
    now = now.plusSeconds(60);
    process().deliverDue();
    assertThat(receiver.received).hasSize(20);
  }

  @Test
  void aLostAnswerIsSentAgainWithTheSameId() {
    var id = create(receiver.url(), "tick.failed");
    receiver.losesAnswers();
    outbox.add(event());
    process().deliverDue();
    deliveries(id)
        .body("items[0].state", equalTo("pending"))
        .body("items[0].lastStatus", nullValue())
        .body("items[0].lastError", equalTo("the webhook cannot be reached"));
    receiver.answers(200);
    now = now.plusSeconds(60);
    process().deliverDue();
    deliveries(id).body("items[0].state", equalTo("delivered"));
    assertThat(receiver.received).hasSize(2);
    assertThat(receiver.received.getFirst().id()).isEqualTo(receiver.received.getLast().id());
  }

  @Test
  void whatADeadProcessHadIsSentByAnother() {
    var id = create(receiver.url(), "tick.failed");
    outbox.add(event());
    var claimed = store().claimDue(10, List.of()).getFirst();
    assertThat(store().claimDue(10, List.of())).isEmpty();
    arena.change("update webhook_delivery set leased_until = now() - interval '1 second'");
    process().deliverDue();
    deliveries(id).body("items[0].state", equalTo("delivered")).body("items[0].tries", equalTo(2));
    // It was not dead, only slow.
    store().failed(claimed, "too late", Optional.empty(), Optional.empty());
    deliveries(id).body("items[0].state", equalTo("delivered"));
  }

  @Test
  void aWebhookThatIsSwitchedOffIsToldNothing() {
    var id = create(receiver.url(), "tick.failed");
    outbox.add(event());
    arena.change("update webhook set enabled = false");
    assertThat(outbox.add(event())).isZero();
    process().deliverDue();
    assertThat(receiver.received).isEmpty();
    admin().post(WebhookDesk.PATH + "/" + id + "/test").then().body("state", equalTo("delivered"));
    arena.change("update webhook set enabled = true");
    process().deliverDue();
    assertThat(receiver.received).hasSize(2);
  }

  @Test
  void whatIsPendingHasABound() {
    var id = create(receiver.url(), "tick.failed");
    arena.change(
        """
        insert into webhook_delivery (id, webhook_id, event, event_key, body, created_at, next_try_at)
        select gen_random_uuid(), webhook.id, 'tick.failed', number::text, '{}', now(), now() + interval '9 days'
        from webhook, generate_series(1, ?) as number where webhook.id::text = ?""",
        config.maxPending() - 1,
        id);
    var dropped = meters.counter("ziggurat.webhooks.dropped").count();
    assertThat(outbox.add(event())).isEqualTo(1);
    assertThat(outbox.add(event())).isZero();
    assertThat(meters.counter("ziggurat.webhooks.dropped").count()).isEqualTo(dropped + 1);
  }

  @Test
  void oldDeliveriesAreDeletedAndTriesWithoutAnEndAreEnded() {
    var id = create(receiver.url(), "tick.failed");
    outbox.add(event());
    arena.change("update webhook_delivery set tries = 8, leased_until = now() - interval '1 day'");
    retention().run();
    deliveries(id)
        .body("items[0].state", equalTo("dead"))
        .body("items[0].lastError", equalTo("the process ended before the answer came"));
    now = now.plus(config.keepDeliveries()).plusSeconds(60);
    retention().run();
    deliveries(id).body("items", hasSize(0));
  }
}
