package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.db.CountedExecutions;
import dev.ziggurat.db.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Budgets never admit more than their caps, whatever happens to the processes that spend them. */
@QuarkusTest
class BudgetsTest {

  @Inject Database database;
  @Inject LedgerConfig config;
  @Inject Arena arena;
  @Inject InstantSource clock;
  @Inject CountedExecutions executions;

  private final String id = "test/" + UUID.randomUUID();
  private final List<Budgets> processes = new CopyOnWriteArrayList<>();

  private Budgets process() {
    var process = new Budgets(database, config, clock);
    processes.add(process);
    return process;
  }

  @AfterEach
  void endThem() {
    processes.forEach(process -> process.flushAtShutdown(null));
  }

  private List<Budget> cap(long cap) {
    return List.of(new Budget(id, cap));
  }

  private long number(String column) {
    return arena.number("select " + column + " from budget where id = ?", id);
  }

  @Test
  void whatIsSettledIsSpentAndTheRestIsFreeAgain() {
    var budgets = process();
    budgets.reserve(cap(100), 80).orElseThrow().settle(30);
    budgets.reserve(cap(100), 70).orElseThrow().settle(0);
    budgets.flush();
    assertThat(number("spent")).isEqualTo(30);
    assertThat(number("held")).isZero();
    assertThat(process().reserve(cap(100), 71)).isEmpty();
    assertThat(process().reserve(cap(100), 70)).isPresent();
  }

  @Test
  void aThousandAtOnceWithMoneyForTenInTwoProcessesAreTen() throws Exception {
    var processes = List.of(process(), process());
    var start = new CyclicBarrier(1_000);
    var pending = new ArrayList<Future<Optional<BudgetReservation>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 1_000; i++) {
        var mine = processes.get(i % 2);
        pending.add(
            threads.submit(
                () -> {
                  start.await();
                  return mine.reserve(cap(1_000), 100);
                }));
      }
    }
    var admitted = 0;
    for (var each : pending) {
      admitted += each.get().isPresent() ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(10);
  }

  @Test
  void whatIsUsedBeyondWhatWasSetAsideIsShown() {
    var budgets = process();
    budgets.reserve(cap(100), 50).orElseThrow().settle(130);
    budgets.flush();
    assertThat(number("spent")).isEqualTo(130);
    assertThat(number("held")).isZero();
    assertThat(process().reserve(cap(100), 1)).isEmpty();
  }

  @Test
  void whatSettlesAboveItsReservationShrinksWhatIsHeldAtOnce() {
    var budgets = process();
    var first = budgets.reserve(cap(1_000), 10).orElseThrow();
    var inFlight = budgets.reserve(cap(1_000), 10).orElseThrow();
    assertThat(number("held")).isGreaterThan(20);
    first.settle(1_500);
    assertThat(budgets.reserve(cap(1_000), 1)).isEmpty();
    // What is in flight stays visible, although it is above the cap.
    assertThat(number("spent")).isEqualTo(1_500);
    assertThat(number("held")).isEqualTo(10);
    inFlight.settle(10);
    budgets.flush();
    assertThat(number("spent")).isEqualTo(1_510);
    assertThat(number("held")).isZero();
  }

  @Test
  void whatOthersUsedAboveTheirReservationsIsGivenUpWhenSettling() {
    var one = process();
    var other = process();
    other.reserve(cap(1_000), 10).orElseThrow().settle(5);
    assertThat(number("held")).isEqualTo(125);
    one.reserve(cap(1_000), 10).orElseThrow().settle(2_000);
    one.flush();
    other.flush();
    assertThat(number("spent")).isEqualTo(2_005);
    assertThat(other.reserve(cap(1_000), 1)).isEmpty();
  }

  @Test
  void aBudgetThatWasCountedTwiceBeforeIsUsedAgain() {
    process().reserve(cap(1_000), 100).orElseThrow();
    arena.change(
        "update tranche set expires_at = clock_timestamp() - interval '1 s' where budget_id = ?",
        id);
    // A lost acknowledgement made earlier versions write too little here.
    arena.change("update budget set held = 0 where id = ?", id);
    var other = process();
    other.reserve(cap(1_000), 1).orElseThrow().settle(1);
    other.flush();
    assertThat(number("held")).isZero();
    assertThat(number("spent")).isEqualTo(126);
  }

  @Test
  void aTrancheOfAnEarlierVersionIsSweptAsThatVersionExpects() {
    process().reserve(cap(1_000), 1).orElseThrow().settle(0);
    arena.change(
        "insert into tranche (id, budget_id, amount, expires_at) values (gen_random_uuid(), ?, 40, clock_timestamp() - interval '1 s')",
        id);
    process().reserve(cap(1_000), 1).orElseThrow();
    assertThat(number("spent")).isEqualTo(40);
    assertThat(number("orphaned")).isEqualTo(40);
    assertThat(
            arena.number("select count(*) from tranche where spent is null and budget_id = ?", id))
        .isZero();
  }

  @Test
  void whatIsOnlyCountedSeldomAsksTheDatabase() {
    var budgets = new Budgets(database, config, InstantSource.fixed(clock.instant()));
    var before = executions();
    for (var call = 0; call < 2_000; call++) {
      budgets.reserve(cap(Budget.UNBOUNDED), 100).orElseThrow().settle(90);
    }
    assertThat(executions() - before).isLessThan(200);
    budgets.flush();
    assertThat(number("spent")).isEqualTo(2_000 * 90);
    assertThat(number("held")).isZero();
  }

  @Test
  void aCapThatIsSetWhileMuchIsHeldHoldsAtOnce() {
    var budgets = process();
    for (var call = 0; call < 1_000; call++) {
      budgets.reserve(cap(Budget.UNBOUNDED), 100).orElseThrow().settle(90);
    }
    assertThat(budgets.reserve(cap(90_100), 101)).isEmpty();
    budgets.reserve(cap(90_100), 100).orElseThrow();
    assertThat(budgets.reserve(cap(90_100), 1)).isEmpty();
  }

  private double executions() {
    return executions.count();
  }

  @Test
  void ofTwoBudgetsTheNarrowerOneRefusesAndTheOtherIsNotUsed() {
    var wide = new Budget(id + "/wide", 1_000);
    var budgets = process();
    assertThat(budgets.reserve(List.of(wide, new Budget(id, 10)), 11)).isEmpty();
    budgets.flush();
    assertThat(arena.number("select spent + held from budget where id = ?", wide.id())).isZero();
  }

  @Test
  void whatADeadProcessHeldCountsAsSpentOnceItHasExpired() {
    process().reserve(cap(1_000), 100).orElseThrow();
    var held = number("held");
    assertThat(held).isBetween(100L, 999L);
    arena.change(
        "update tranche set expires_at = clock_timestamp() - interval '1 s' where budget_id = ?",
        id);
    var other = process();
    other.reserve(cap(1_000), 1).orElseThrow().settle(1);
    other.flush();
    assertThat(number("spent")).isEqualTo(held + 1);
    assertThat(number("orphaned")).isEqualTo(held);
    assertThat(number("held")).isZero();
  }

  @Test
  void aProcessThatStoodStillTooLongStartsAnewAndCountsNothingTwice() {
    var slow = process();
    var hold = slow.reserve(cap(1_000), 100).orElseThrow();
    arena.change(
        "update tranche set expires_at = clock_timestamp() - interval '1 s' where budget_id = ?",
        id);
    process().reserve(cap(1_000), 1).orElseThrow();
    var spent = number("spent");
    hold.settle(100);
    slow.flush();
    assertThat(number("spent")).isEqualTo(spent);
    assertThat(slow.reserve(cap(1_000), 5)).isPresent();
  }

  @RepeatedTest(20)
  void whateverHappensNoMoreIsAdmittedThanTheCap(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var cap = 100 + random.nextInt(2_000);
    var processes = new ArrayList<>(List.of(process(), process(), process()));
    var open = new ArrayList<Open>();
    var settled = 0L;
    for (var step = 0; step < 120; step++) {
      var which = random.nextInt(processes.size());
      switch (random.nextInt(8)) {
        case 0 -> processes.get(which).flush();
        case 1 -> {
          if (!open.isEmpty()) {
            var done = open.remove(random.nextInt(open.size()));
            var took = random.nextInt((int) done.amount() + 1);
            done.hold().settle(took);
            settled += took;
          }
        }
        default -> {
          var amount = 1 + random.nextInt(cap / 4);
          processes
              .get(which)
              .reserve(cap(cap), amount)
              .ifPresent(hold -> open.add(new Open(hold, amount)));
        }
      }
      var admitted = settled + open.stream().mapToLong(Open::amount).sum();
      assertThat(admitted)
          .as("seed %d, step %d", repetition.getCurrentRepetition(), step)
          .isLessThanOrEqualTo(cap);
    }
    open.forEach(each -> each.hold().settle(0));
    processes.forEach(Budgets::flush);
    assertThat(number("spent")).isEqualTo(settled);
    assertThat(number("held")).isZero();
    assertThat(arena.number("select count(*) from tranche where budget_id = ?", id)).isZero();
  }

  @RepeatedTest(10)
  void aProcessThatSettlesAboveItsReservationsAdmitsOnlyWhatIsLeft(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var cap = 500 + random.nextInt(2_000);
    var budgets = process();
    var open = new ArrayList<Open>();
    var settled = 0L;
    for (var step = 0; step < 100; step++) {
      if (random.nextInt(3) == 0 && !open.isEmpty()) {
        var done = open.remove(random.nextInt(open.size()));
        var took = random.nextInt(2 * (int) done.amount() + 1);
        done.hold().settle(took);
        settled += took;
      } else {
        var amount = 1 + random.nextInt(cap / 10);
        var hold = budgets.reserve(cap(cap), amount);
        if (hold.isPresent()) {
          open.add(new Open(hold.get(), amount));
          assertThat(settled + open.stream().mapToLong(Open::amount).sum())
              .as("seed %d, step %d", repetition.getCurrentRepetition(), step)
              .isLessThanOrEqualTo(cap);
        }
      }
    }
    open.forEach(each -> each.hold().settle(0));
    budgets.flush();
    assertThat(number("spent")).isEqualTo(settled);
    assertThat(number("held")).isZero();
  }

  private record Open(BudgetReservation hold, long amount) {}
}
