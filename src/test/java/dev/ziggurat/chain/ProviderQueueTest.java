package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.CallCancellation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Waiting for a slot ends when the caller has left. */
class ProviderQueueTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final ProviderQueue queue =
      new ProviderQueue(new ConcurrencyLimit(1, 1), InstantSource.system());
  private final CallCancellation cancellation = new CallCancellation();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  @Test
  void waitForASlotIsCancelled() throws Exception {
    var slot = queue.acquire(1, LONG).orElseThrow();
    var caller = Thread.ofVirtual().start(this::acquire);
    Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

    cancellation.request();

    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("no slot, not interrupted");
    slot.close();
    assertThat(queue.acquire(1, LONG)).isPresent();
  }

  @Test
  void nobodyWaitsAfterACancellation() throws Exception {
    queue.acquire(1, LONG).orElseThrow();
    cancellation.request();

    Thread.ofVirtual().start(this::acquire);

    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("no slot, not interrupted");
  }

  private void acquire() {
    ended.complete(
        cancellation.call(
            () ->
                (queue.acquire(1, LONG).isPresent() ? "slot" : "no slot")
                    + (Thread.currentThread().isInterrupted()
                        ? ", interrupted"
                        : ", not interrupted")));
  }
}
