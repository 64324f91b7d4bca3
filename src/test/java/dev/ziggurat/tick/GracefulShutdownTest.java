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

class GracefulShutdownTest {

  private static CompletableFuture<Void> awaited(GracefulShutdown gracefulShutdown) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            gracefulShutdown.end(new ShutdownEvent());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static boolean refuses(GracefulShutdown gracefulShutdown) {
    try {
      gracefulShutdown.enter();
      gracefulShutdown.leave();
      return false;
    } catch (ProcessEnding ending) {
      return true;
    }
  }

  @Test
  void theEndWaitsForWhatRunsAndLetsNothingElseBegin() throws Exception {
    var gracefulShutdown =
        new GracefulShutdown(new InFlightTurns(), Duration.ofSeconds(30), InstantSource.system());
    gracefulShutdown.enter();
    var end = awaited(gracefulShutdown);
    await().until(() -> refuses(gracefulShutdown));
    assertThat(end).isNotDone();
    gracefulShutdown.leave();
    end.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(gracefulShutdown::enter)
        .isInstanceOf(ProcessEnding.class)
        .hasMessageContaining("trigger again");
  }

  @Test
  void theEndDoesNotWaitForEver() throws Exception {
    var gracefulShutdown =
        new GracefulShutdown(new InFlightTurns(), Duration.ZERO, InstantSource.system());
    gracefulShutdown.enter();
    awaited(gracefulShutdown).get(10, TimeUnit.SECONDS);
  }
}
