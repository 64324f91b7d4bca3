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
    ACQUIRE,
    SUCCEEDED,
    RATE_LIMITED
  }

  @Property
  void neverExceedsTheLimitAndKeepsItBetweenOneAndMax(
      @ForAll @IntRange(min = 1, max = 20) int initial, @ForAll @Size(max = 200) List<Event> events)
      throws InterruptedException {
    var max = 24;
    var limit = new ConcurrencyLimit(initial, max);
    var held = new ArrayList<ConcurrencyLimit.Slot>();
    for (var event : events) {
      if (event == Event.ACQUIRE) {
        var full = held.size() >= limit.limit();
        var slot = limit.acquire(NOW);
        assertThat(slot.isPresent()).isEqualTo(!full);
        slot.ifPresent(held::add);
      } else if (!held.isEmpty()) {
        var slot = held.removeFirst();
        if (event == Event.SUCCEEDED) {
          slot.succeeded();
        } else {
          slot.rateLimited();
        }
        slot.close();
      }
      assertThat(limit.limit()).isBetween(1, max);
    }
  }

  @Test
  void aBurstOfRateLimitErrorsHalvesTheLimitOnce() throws InterruptedException {
    var limit = new ConcurrencyLimit(16, 64);
    var slots = new ArrayList<ConcurrencyLimit.Slot>();
    for (var i = 0; i < 16; i++) {
      slots.add(limit.acquire(NOW).orElseThrow());
    }
    slots.forEach(ConcurrencyLimit.Slot::rateLimited);
    assertThat(limit.limit()).isEqualTo(8);
  }

  @Test
  void aReleasedSlotGoesToAWaitingCaller() throws InterruptedException {
    var limit = new ConcurrencyLimit(1, 1);
    var first = limit.acquire(NOW).orElseThrow();
    var started = new CountDownLatch(1);
    var served = new AtomicInteger();
    var waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  started.countDown();
                  try {
                    if (limit.acquire(Duration.ofSeconds(10)).isPresent()) {
                      served.incrementAndGet();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    started.await();
    first.close();
    waiting.join();
    assertThat(served).hasValue(1);
  }

  @Test
  void closingTwiceReleasesOneSlot() throws InterruptedException {
    var limit = new ConcurrencyLimit(1, 1);
    var slot = limit.acquire(NOW).orElseThrow();
    slot.close();
    slot.close();
    limit.acquire(NOW).orElseThrow();
    assertThat(limit.acquire(NOW)).isEmpty();
  }

  @Test
  void rejectsInvalidLimits() {
    assertThatThrownBy(() -> new ConcurrencyLimit(0, 8))
        .hasMessageContaining("ziggurat.chain.concurrency");
  }
}
