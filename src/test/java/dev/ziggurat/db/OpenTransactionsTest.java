package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {

  private final OpenTransactions transactions = new OpenTransactions();

  @Test
  void noneBeginsAfterTheEnd() throws InterruptedException {
    transactions.begin();
    transactions.end();
    transactions.leave(new ShutdownEvent());
    assertThatThrownBy(transactions::begin)
        .isInstanceOf(DatabaseClosing.class)
        .hasMessageContaining("this process is shutting down");
  }

  @Test
  void theEndWaitsForThoseThatBeganBefore() throws InterruptedException {
    var completed = new AtomicBoolean();
    var ending = new CountDownLatch(1);
    transactions.begin();
    Thread.ofVirtual()
        .start(
            () -> {
              while (!hasEnded()) {
                Thread.onSpinWait();
              }
              completed.set(true);
              transactions.end();
              ending.countDown();
            });
    transactions.leave(new ShutdownEvent());
    assertThat(completed).isTrue();
    ending.await();
  }

  private boolean hasEnded() {
    try {
      transactions.begin();
      transactions.end();
      return false;
    } catch (DatabaseClosing _) {
      return true;
    }
  }

  @Test
  void theEndDoesNotWaitForEver() throws InterruptedException {
    var impatient = new OpenTransactions(Duration.ofMillis(10));
    impatient.begin();
    impatient.leave(new ShutdownEvent());
    assertThatThrownBy(impatient::begin).isInstanceOf(DatabaseClosing.class);
  }
}
