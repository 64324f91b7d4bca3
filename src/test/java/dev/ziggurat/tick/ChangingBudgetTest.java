package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a running tick learns that its game's budget was changed. */
class ChangingBudgetTest {

  private static final Duration CHECK_AFTER = Duration.ofSeconds(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
  private final AtomicReference<GameBudget> stored = new AtomicReference<>(GameBudget.NONE);
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();

  private final ChangingBudget budget =
      new ChangingBudget(this::read, changes::get, CHECK_AFTER, now::get);

  private GameBudget read() {
    reads.incrementAndGet();
    return stored.get();
  }

  private static GameBudget perDay(long nano) {
    return new GameBudget(
        new SpendCap(Optional.of(new NanoDollars(nano)), Optional.empty()),
        SpendCap.NONE,
        SpendCap.NONE,
        SpendCap.NONE,
        Optional.empty());
  }

  private void later(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Test
  void aChangeInThisProcessIsKnownAtOnce() {
    assertThat(budget.now()).isEqualTo(GameBudget.NONE);
    stored.set(perDay(5));
    changes.incrementAndGet();
    assertThat(budget.now()).isEqualTo(perDay(5));
  }

  @Test
  void aChangeElsewhereIsKnownAfterASecond() {
    stored.set(perDay(5));
    later(CHECK_AFTER.minusMillis(1));
    assertThat(budget.now()).isEqualTo(GameBudget.NONE);
    assertThat(reads).as("within a second it is read once").hasValue(1);
    later(Duration.ofMillis(1));
    assertThat(budget.now()).isEqualTo(perDay(5));
    assertThat(reads).hasValue(2);
  }
}
