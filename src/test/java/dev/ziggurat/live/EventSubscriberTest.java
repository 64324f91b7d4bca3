package dev.ziggurat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits for a listener is bounded. */
class EventSubscriberTest {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final EventCursor HERE = new EventCursor(NOON, 1, "5:5:");
  private static final LiveEvent EVENT =
      new LiveEvent("tick-started", Optional.of("g"), "{\"tick\":1}");

  private final EventSubscriber listener =
      new EventSubscriber(Optional.empty(), Optional.empty(), 10);

  @Test
  void whoDoesNotTakeWhatItIsToldIsCutOffWithAReason() {
    var subscriber = listener.messages().subscribe().withSubscriber(AssertSubscriber.create(3));
    listener.tell(Collections.nCopies(8, EVENT), HERE, NOON);
    listener.tell(Collections.nCopies(5, EVENT), HERE, NOON);
    listener.tell(Collections.nCopies(5, EVENT), HERE, NOON);
    assertThat(subscriber.getItems()).hasSize(3);

    listener.tell(Collections.nCopies(1, EVENT), HERE, NOON);
    subscriber.request(100).assertCompleted();
    assertThat(subscriber.getItems()).hasSize(3 + 10 + 1);
    assertThat(subscriber.getLastItem().name()).contains("cut-off");
    assertThat(subscriber.getLastItem().text()).contains("reason");
    assertThat(subscriber.getLastItem().id()).isEmpty();
  }

  @Test
  void whoTakesWhatItIsToldHearsEverything() {
    var subscriber = listener.messages().subscribe().withSubscriber(AssertSubscriber.create(1_000));
    for (var reading = 0; reading < 20; reading++) {
      listener.tell(Collections.nCopies(10, EVENT), HERE, NOON);
    }
    subscriber.assertNotTerminated();
    assertThat(subscriber.getItems()).hasSize(200);
    assertThat(subscriber.getItems().stream().filter(item -> item.id().isPresent())).hasSize(20);
  }

  @Test
  void whoTakesNothingAnyMoreIsGivenUp() {
    listener.greet(Optional.empty(), NOON);
    var silence = Duration.ofSeconds(15);
    for (var second = 0; second <= 60; second++) {
      listener.keepAlive(silence, Optional.of(HERE), NOON.plusSeconds(second));
      assertThat(listener.hasEnded()).isFalse();
    }
    listener.keepAlive(silence, Optional.of(HERE), NOON.plusSeconds(61));
    assertThat(listener.hasEnded()).isTrue();
  }

  @Test
  void silenceIsBrokenBySignsOfLife() {
    var subscriber = listener.messages().subscribe().withSubscriber(AssertSubscriber.create(1_000));
    listener.greet(Optional.empty(), NOON);
    listener.keepAlive(Duration.ofSeconds(15), Optional.of(HERE), NOON.plusSeconds(14));
    assertThat(subscriber.getItems()).hasSize(1);
    listener.keepAlive(Duration.ofSeconds(15), Optional.of(HERE), NOON.plusSeconds(15));
    assertThat(subscriber.getItems()).hasSize(2);
    assertThat(subscriber.getLastItem().id()).contains(HERE.id());
    assertThat(EventCursor.parse(HERE.id())).contains(HERE);
  }
}
