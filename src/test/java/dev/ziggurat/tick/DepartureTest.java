package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DepartureTest {

  private static CompletableFuture<Void> awaited(Departure departure) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            departure.end(new ShutdownEvent());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static boolean refuses(Departure departure) {
    try {
      departure.enter();
      departure.leave();
      return false;
    } catch (ProcessEnding ending) {
      return true;
    }
  }

  @Test
  void theEndWaitsForWhatRunsAndLetsNothingElseBegin() throws Exception {
    var departure = new Departure(new Stragglers(), Duration.ofSeconds(30), InstantSource.system());
    departure.enter();
    var end = awaited(departure);
    await().until(() -> refuses(departure));
    assertThat(end).isNotDone();
    departure.leave();
    end.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(departure::enter)
        .isInstanceOf(ProcessEnding.class)
        .hasMessageContaining("trigger again");
  }

  @Test
  void theEndDoesNotWaitForEver() throws Exception {
    var departure = new Departure(new Stragglers(), Duration.ZERO, InstantSource.system());
    departure.enter();
    awaited(departure).get(10, TimeUnit.SECONDS);
  }
}
