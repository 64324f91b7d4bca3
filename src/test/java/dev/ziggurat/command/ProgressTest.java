package dev.ziggurat.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(boolean watched) {
    return new Terminal(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        watched);
  }

  @Test
  void whoLooksSeesHowFarThingsAre() {
    try (var _ = terminal(true).show(() -> "7 of 12 turns")) {
      Awaitility.await()
          .until(() -> err.toString(StandardCharsets.UTF_8).contains("7 of 12 turns, 0 s"));
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .as("the line is left empty")
        .endsWith("\r\u001b[K");
  }

  @Test
  void aFileIsSparedOfIt() {
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    try (var _ = terminal(false).show(() -> "asked " + asked.incrementAndGet())) {
      assertThat(err.size()).isZero();
    }
    assertThat(err.size() + asked.get()).isZero();
  }
}
