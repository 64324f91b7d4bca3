package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.db.EmbeddedDatabaseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The function as Lambda starts it, when the operator forgot the database. */
class ZigguratFunctionTest {

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(ZigguratFunction::new)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("QUARKUS_DATASOURCE_JDBC_URL");
  }

  @Test
  void endsWithTheThreadOfTheRuntime() throws InterruptedException {
    var answers = new LinkedBlockingQueue<Integer>();
    var gate = new CountDownLatch(1);
    var runtime =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    gate.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    var watcher = ZigguratFunction.endWith(runtime, answers::add);
    assertThat(watcher.isDaemon()).isTrue();
    assertThat(answers).isEmpty();
    gate.countDown();
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
  }
}
