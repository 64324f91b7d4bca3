package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThinkingTimeTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private Instant now = START;
  private boolean cancelled;
  private int looks;

  private final GracefulShutdown gracefulShutdown =
      new GracefulShutdown(new InFlightTurns(), Duration.ofSeconds(6), () -> now);
  private final ThinkingTime thinking =
      new ThinkingTime(START.plusSeconds(10), gracefulShutdown, this::look, () -> now);

  private boolean look() {
    looks++;
    return cancelled;
  }

  @Test
  void looksAtOnceAndThenOnceASecond() {
    for (var millis = 0; millis < 3_000; millis += 10) {
      now = START.plusMillis(millis);
      assertThat(thinking.isOver()).isFalse();
      assertThat(thinking.untilNextPoll()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void endsAtItsDeadlineWithoutLooking() {
    now = START.plusSeconds(10);
    assertThat(thinking.isOver()).isTrue();
    assertThat(thinking.until()).isEqualTo(now);
    assertThat(looks).isZero();
  }

  @Test
  void endsWhenItIsCancelledAndStaysSo() {
    assertThat(thinking.isOver()).isFalse();
    cancelled = true;
    now = START.plusMillis(999);
    assertThat(thinking.isOver()).isFalse();
    now = START.plusMillis(1_000);
    assertThat(thinking.isOver()).isTrue();
    assertThat(thinking.until()).isEqualTo(now);
    now = now.plusMillis(1);
    assertThat(thinking.isOver()).isTrue();
    assertThat(thinking.untilNextPoll()).isZero();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void callsGetTwoThirdsOfTheGracePeriodWhenTheProcessEnds() throws Exception {
    assertThat(thinking.isShuttingDown()).isFalse();
    gracefulShutdown.end(new ShutdownEvent());

    assertThat(thinking.isShuttingDown()).isTrue();
    assertThat(thinking.until()).isEqualTo(START.plusSeconds(4));
    assertThat(thinking.isOver()).isFalse();
    now = START.plusSeconds(4);
    assertThat(thinking.isOver()).isTrue();
  }

  @Test
  void anEndingProcessGivesNobodyMoreTime() throws Exception {
    now = START.plusSeconds(9);
    gracefulShutdown.end(new ShutdownEvent());
    assertThat(thinking.until()).isEqualTo(START.plusSeconds(10));
  }
}
