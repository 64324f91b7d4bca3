package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.awaitility.Awaitility;
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

  /** 16 are sent, 4 are accepted: a refused one is sent again when fewer than 3 are in flight. */
  @Test
  void whoWasRefusedIsSentAgainOnlyWhileThatIsKnownToBeAccepted() throws InterruptedException {
    var limit = new ConcurrencyLimit(16, 64);
    var accepted = new ArrayList<ConcurrencyLimit.Slot>();
    for (var i = 0; i < 4; i++) {
      accepted.add(limit.acquire(NOW).orElseThrow());
    }
    var refused = new ArrayList<ConcurrencyLimit.Slot>();
    for (var i = 0; i < 12; i++) {
      refused.add(limit.acquire(NOW).orElseThrow());
    }
    for (var slot : refused) {
      slot.rateLimited();
      slot.close();
    }
    assertThat(limit.limit()).isEqualTo(8);
    assertThat(limit.acquireAgain(NOW)).isEmpty();
    accepted.removeLast().close();
    assertThat(limit.acquireAgain(NOW)).isEmpty();
    accepted.removeLast().close();
    accepted.add(limit.acquireAgain(NOW).orElseThrow());
    assertThat(limit.acquireAgain(NOW)).isEmpty();
    // Beside it, no more are tried than are known to be accepted.
    accepted.add(limit.acquire(NOW).orElseThrow());
    assertThat(limit.acquire(NOW)).isEmpty();
    accepted.forEach(ConcurrencyLimit.Slot::close);
    assertThat(limit.acquireAgain(NOW)).isPresent();
  }

  @Test
  void whoWasRefusedGoesFirstAndNobodyIsForgotten() throws InterruptedException {
    var limit = new ConcurrencyLimit(1, 1);
    var first = limit.acquire(NOW).orElseThrow();
    var order = new CopyOnWriteArrayList<String>();
    var patience = Duration.ofSeconds(10);
    var callers = new ArrayList<Thread>();
    for (var name : List.of("new", "again", "new", "again")) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var _ =
                        (name.equals("new")
                                ? limit.acquire(patience)
                                : limit.acquireAgain(patience))
                            .orElseThrow()) {
                      order.add(name);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    Awaitility.await().until(() -> limit.waiting() == callers.size());
    first.close();
    for (var caller : callers) {
      caller.join();
    }
    assertThat(order).containsExactly("again", "again", "new", "new");
  }

  @Test
  void whoGivesUpWaitingToBeSentAgainHoldsNobodyUp() throws InterruptedException {
    var limit = new ConcurrencyLimit(2, 2);
    var slot = limit.acquire(NOW).orElseThrow();
    slot.rateLimited();
    assertThat(limit.acquireAgain(Duration.ofMillis(1))).isEmpty();
    slot.close();
    assertThat(limit.acquire(NOW)).isPresent();
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
