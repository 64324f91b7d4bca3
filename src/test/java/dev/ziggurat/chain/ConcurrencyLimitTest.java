package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private static final Duration NOW = Duration.ZERO;

  private enum Event {
    ENTER,
    ANSWERED,
    RATE_LIMITED
  }

  @Property
  void admitsNeverMoreThanItsLimitAndStaysBetweenOneAndMost(
      @ForAll @IntRange(min = 1, max = 20) int initial, @ForAll @Size(max = 200) List<Event> events)
      throws InterruptedException {
    var most = 24;
    var limit = new ConcurrencyLimit(initial, most);
    var held = new ArrayList<ConcurrencyLimit.Place>();
    for (var event : events) {
      if (event == Event.ENTER) {
        var full = held.size() >= limit.limit();
        var place = limit.enter(NOW);
        assertThat(place.isPresent()).isEqualTo(!full);
        place.ifPresent(held::add);
      } else if (!held.isEmpty()) {
        var place = held.removeFirst();
        if (event == Event.ANSWERED) {
          place.answered();
        } else {
          place.rateLimited();
        }
        place.close();
      }
      assertThat(limit.limit()).isBetween(1, most);
    }
  }

  @Test
  void aBurstOfRefusalsHalvesOnce() throws InterruptedException {
    var limit = new ConcurrencyLimit(16, 64);
    var places = new ArrayList<ConcurrencyLimit.Place>();
    for (var i = 0; i < 16; i++) {
      places.add(limit.enter(NOW).orElseThrow());
    }
    places.forEach(ConcurrencyLimit.Place::rateLimited);
    assertThat(limit.limit()).isEqualTo(8);
  }

  @Test
  void aFreedPlaceGoesToWhoWaits() throws InterruptedException {
    var limit = new ConcurrencyLimit(1, 1);
    var first = limit.enter(NOW).orElseThrow();
    var entered = new CountDownLatch(1);
    var served = new AtomicInteger();
    var waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  entered.countDown();
                  try {
                    if (limit.enter(Duration.ofSeconds(10)).isPresent()) {
                      served.incrementAndGet();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    entered.await();
    first.close();
    waiting.join();
    assertThat(served).hasValue(1);
  }

  @Test
  void closingTwiceGivesBackOnePlace() throws InterruptedException {
    var limit = new ConcurrencyLimit(1, 1);
    var place = limit.enter(NOW).orElseThrow();
    place.close();
    place.close();
    limit.enter(NOW).orElseThrow();
    assertThat(limit.enter(NOW)).isEmpty();
  }

  @Test
  void refusesLimitsThatCannotBe() {
    assertThatThrownBy(() -> new ConcurrencyLimit(0, 8))
        .hasMessageContaining("ziggurat.chain.concurrency");
  }
}
