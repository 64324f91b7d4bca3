package dev.ziggurat.command;

import static dev.ziggurat.command.ExitCode.DONE;
import static dev.ziggurat.command.ExitCode.FAILED;
import static dev.ziggurat.command.ExitCode.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void theWorstOfSeveralCounts() {
    assertThat(Stream.of(DONE, SKIPPED, DONE).reduce(DONE, ExitCode::or)).isEqualTo(SKIPPED);
    assertThat(Stream.of(SKIPPED, FAILED, SKIPPED).reduce(DONE, ExitCode::or)).isEqualTo(FAILED);
    assertThat(Stream.of(FAILED, DONE).reduce(DONE, ExitCode::or)).isEqualTo(FAILED);
    assertThat(Stream.<ExitCode>of().reduce(DONE, ExitCode::or)).isEqualTo(DONE);
  }
}
