package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThinkingTimeTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private Instant now = START;
  private boolean cancelled;
  private Duration movedBy = Duration.ZERO;
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

  private ThinkingTime preparedFrom(Optional<Instant> budgetFrom) {
    return new ThinkingTime(
        START.plusSeconds(7),
        budgetFrom,
        gracefulShutdown,
        later -> {
          movedBy = later;
          return cancelled;
        },
        () -> now);
  }

  /** The first tick of a cold process: 5.8 s pass before anybody is asked. */
  @Test
  void theBudgetStartsWithTheFirstCall() {
    var cold = preparedFrom(Optional.of(START));
    now = START.plusMillis(5_800);
    assertThat(cold.until()).isEqualTo(START.plusSeconds(7));
    cold.calling();
    assertThat(cold.until()).isEqualTo(START.plusMillis(12_800));
    now = START.plusSeconds(9);
    cold.calling();
    assertThat(cold.isOver()).isFalse();
    assertThat(cold.until()).as("only once").isEqualTo(START.plusMillis(12_800));
    assertThat(movedBy).as("for the lease").isEqualTo(Duration.ofMillis(5_800));
    now = START.plusMillis(12_800);
    assertThat(cold.isOver()).isTrue();
  }

  @Test
  void theDeadlineIsMovedByTenSecondsAtMostAndNeverOnceItIsOverCancelledOrTheCallers() {
    var endless =
        new ThinkingTime(
            START.plusSeconds(60),
            Optional.of(START),
            gracefulShutdown,
            later -> cancelled,
            () -> now);
    now = START.plusSeconds(50);
    endless.calling();
    assertThat(endless.until()).isEqualTo(START.plusSeconds(70));

    var late = preparedFrom(Optional.of(START));
    now = START.plusSeconds(8);
    late.calling();
    assertThat(late.isOver()).isTrue();

    now = START.plusSeconds(2);
    var callers = preparedFrom(Optional.empty());
    callers.calling();
    assertThat(callers.until()).isEqualTo(START.plusSeconds(7));

    var ended = preparedFrom(Optional.of(START));
    cancelled = true;
    assertThat(ended.isOver()).isTrue();
    ended.calling();
    assertThat(ended.isOver()).isTrue();
  }
}
