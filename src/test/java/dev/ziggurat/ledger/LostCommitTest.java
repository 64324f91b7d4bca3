package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.Arena;
import dev.ziggurat.db.CommitCutter;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.ProxiedDatabase;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether a transaction committed is unknown when the answer to its commit is lost: repeating it
 * changes nothing twice.
 */
@QuarkusTest
class LostCommitTest {

  @Inject Database database;
  @Inject LedgerConfig config;
  @Inject Arena arena;
  @Inject InstantSource clock;
  @Inject ProxiedDatabase proxied;
  @Inject Settings settings;
  @Inject MeterRegistry meters;

  private final String id = "test/" + UUID.randomUUID();
  private CommitCutter cutter;
  private AgroalDataSource pool;
  private Budgets cut;
  private Budgets whole;

  @BeforeEach
  void startThem() throws Exception {
    cutter = new CommitCutter(proxied.url());
    pool = proxied.pool(cutter);
    cut = new Budgets(proxied.on(pool), config, clock);
    whole = new Budgets(database, config, clock);
  }

  @AfterEach
  void endThem() throws Exception {
    cutter.cutNext(0);
    cut.flushAtShutdown(null);
    whole.flushAtShutdown(null);
    pool.close();
    cutter.close();
  }

  private List<Budget> cap(long cap) {
    return List.of(new Budget(id, cap));
  }

  private long number(String column) {
    return arena.number("select " + column + " from budget where id = ?", id);
  }

  /** A flush does not throw; without cuts the next one succeeds. */
  private void flush() {
    cutter.cutNext(0);
    cut.flush();
    whole.flush();
  }

  @Test
  void whatWasSettledIsCountedOnce() {
    cut.reserve(cap(1_000), 100).orElseThrow().settle(70);
    cutter.cutNext(1);
    cut.flush();
    assertThat(cutter.done()).isEqualTo(1);
    assertThat(number("spent")).isEqualTo(70);
    flush();
    assertThat(number("spent")).isEqualTo(70);
    assertThat(number("held")).isZero();
    assertThat(arena.number("select count(*) from tranche where budget_id = ?", id)).isZero();
  }

  @Test
  void whatWasGrantedUnheardIsNotHeldForLong() {
    cutter.cutNext(1);
    assertThatThrownBy(() -> cut.reserve(cap(1_000), 600)).isInstanceOf(DatabaseException.class);
    assertThat(number("held")).isEqualTo(600);
    assertThat(whole.reserve(cap(1_000), 600)).isEmpty();
    flush();
    assertThat(number("held")).isZero();
    assertThat(number("spent")).isZero();
    assertThat(whole.reserve(cap(1_000), 600)).isPresent();
  }

  @Test
  void whatWasGivenBackUnheardIsNotUsedHere() {
    cut.reserve(cap(1_000), 1_000).orElseThrow().settle(0);
    cutter.cutNext(1);
    cut.flush();
    assertThat(cutter.done()).isEqualTo(1);
    whole.reserve(cap(1_000), 1_000).orElseThrow();
    assertThat(cut.reserve(cap(1_000), 1)).isEmpty();
  }

  @Test
  void whatWasSweptMeanwhileIsNotCountedAgain() {
    var reservation = cut.reserve(cap(1_000), 100).orElseThrow();
    var held = number("held");
    reservation.settle(90);
    cutter.cutNext(1);
    cut.flush();
    arena.change(
        "update tranche set expires_at = clock_timestamp() - interval '1 s' where budget_id = ?",
        id);
    whole.reserve(cap(1_000), 1).orElseThrow().settle(1);
    flush();
    assertThat(cutter.done()).isEqualTo(1);
    assertThat(held).isGreaterThanOrEqualTo(100);
    assertThat(number("spent")).isEqualTo(91);
    assertThat(number("held")).isZero();
  }

  /** Small enough a backlog to be rolled up at once. */
  private LedgerConfig eager() {
    return (LedgerConfig)
        Proxy.newProxyInstance(
            LedgerConfig.class.getClassLoader(),
            new Class<?>[] {LedgerConfig.class},
            (_, method, arguments) ->
                method.getName().equals("worthSummingUp") ? 1 : method.invoke(config, arguments));
  }

  private Attempt attempt(Caller caller, int ordinal) {
    return new Attempt(
        caller,
        ordinal,
        clock.instant(),
        Provider.WANDB,
        "m",
        Optional.empty(),
        OutcomeClass.OK,
        Optional.empty(),
        200,
        10,
        Optional.of(new TokenUsage(7, 0, 0, 5, 0)),
        new Spend(new NanoDollars(11), new NanoDollars(11), true),
        true,
        Optional.empty(),
        Route.DIRECT);
  }

  @Test
  void attemptsAreWrittenAndRolledUpOnce() {
    var lost = proxied.on(pool);
    var rollup = new UsageRollup(lost, eager(), clock);
    var ledger =
        new Ledger(lost, rollup, settings, meters, new ModelMeters(meters, new ModelLabels()));
    var source = "lost-" + UUID.randomUUID();
    var caller = Caller.program(source, Optional.empty(), Map.of());
    var attempts = IntStream.range(0, 5).mapToObj(ordinal -> attempt(caller, ordinal)).toList();

    cutter.cutNext(1);
    assertThatThrownBy(() -> ledger.record(attempts)).isInstanceOf(DatabaseException.class);
    ledger.record(attempts);
    assertThat(arena.number("select count(*) from attempt where source = ?", source)).isEqualTo(5);

    Awaitility.await()
        .untilAsserted(
            () -> {
              cutter.cutNext(1);
              assertThatThrownBy(rollup::catchUp).isInstanceOf(DatabaseException.class);
              cutter.cutNext(0);
              rollup.catchUp();
              assertThat(
                      arena.number(
                          "select coalesce(sum(attempts), 0) from usage where grain = 'hour' and source = ?",
                          source))
                  .isEqualTo(5);
            });
    assertThat(
            arena.number(
                "select sum(cost_nano) from usage where grain = 'hour' and source = ?", source))
        .isEqualTo(55);
  }

  /** A third process dies with calls in flight while acknowledgements of the others are lost. */
  @Test
  void aThousandAtOnceInBudgetsOfSeveralScopesNeverPassACap() throws Exception {
    var tick = new Budget(id + "/tick", 7_000);
    var day = new Budget(id + "/day", 10_000);
    var month = new Budget(id + "/month", 50_000);
    var provider = new Budget(id + "/provider", Budget.UNBOUNDED);
    var doomed = new Budgets(database, config, clock);
    var living = List.of(cut, whole);
    var admitted = new ConcurrentLinkedQueue<BudgetReservation>();
    var ofDead = new ConcurrentLinkedQueue<BudgetReservation>();
    var start = new CyclicBarrier(1_000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 1_000; i++) {
        var dies = i % 3 == 0;
        var process = dies ? doomed : living.get(i % 2);
        var cuts = i % 40 == 1;
        threads.submit(
            () -> {
              start.await();
              if (cuts) {
                cutter.cutNext(1);
              }
              if (process.admit(List.of(provider, tick, day, month), 100)
                  instanceof Admission.Granted(var reservation)) {
                (dies ? ofDead : admitted).add(reservation);
              }
              return null;
            });
      }
    }
    cutter.cutNext(0);
    assertThat((admitted.size() + ofDead.size()) * 100L).isPositive().isLessThanOrEqualTo(7_000);

    admitted.forEach(each -> each.settle(60));
    flush();
    var spent = 60L * admitted.size();
    assertThat(spentOf(tick)).isEqualTo(spent);
    assertThat(spentOf(day)).isEqualTo(spent);
    assertThat(spentOf(month)).isEqualTo(spent);
    assertThat(spentOf(provider)).isEqualTo(spent);
    // What the dead process holds is never given to others, before it has expired and after it.
    fillUp(tick, spent + 100L * ofDead.size());
    arena.change(
        "update tranche set expires_at = clock_timestamp() - interval '1 s' where budget_id = ?",
        tick.id());
    fillUp(tick, spent + 100L * ofDead.size());
    ofDead.forEach(each -> each.settle(100));
    doomed.flushAtShutdown(null);
  }

  private long spentOf(Budget budget) {
    return arena.number("select spent from budget where id = ?", budget.id());
  }

  /** Takes all that is left and gives it back: it is no more than the cap allows. */
  private void fillUp(Budget budget, long used) {
    var taken = new ArrayList<BudgetReservation>();
    while (whole.admit(List.of(budget), 100) instanceof Admission.Granted(var reservation)) {
      taken.add(reservation);
    }
    assertThat(used + 100L * taken.size()).isLessThanOrEqualTo(budget.cap());
    taken.forEach(each -> each.settle(0));
    whole.flush();
  }

  private record Open(BudgetReservation hold, long amount) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whateverIsLostTheSumsAreRight(int seed) {
    playAndLoseCommits(seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9, 10, 11, 12})
  @Tag("full")
  void whateverElseIsLostTheSumsAreRight(int seed) {
    playAndLoseCommits(seed);
  }

  private void playAndLoseCommits(int seed) {
    var random = new Random(seed);
    var cap = 500 + random.nextInt(2_000);
    var open = new ArrayList<Open>();
    var settled = 0L;
    for (var step = 0; step < 80; step++) {
      cutter.cutNext(random.nextInt(3) == 0 ? 1 : 0);
      var process = random.nextBoolean() ? cut : whole;
      switch (random.nextInt(8)) {
        case 0, 1 -> process.flush();
        case 2, 3 -> {
          if (!open.isEmpty()) {
            var done = open.remove(random.nextInt(open.size()));
            var took = random.nextInt((int) done.amount() + 1);
            done.hold().settle(took);
            settled += took;
          }
        }
        default -> {
          var amount = 1 + random.nextInt(cap / 4);
          reserved(process, cap, amount).ifPresent(hold -> open.add(new Open(hold, amount)));
        }
      }
      var admitted = settled + open.stream().mapToLong(Open::amount).sum();
      assertThat(admitted).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(cap);
    }
    open.forEach(each -> each.hold().settle(0));
    flush();
    assertThat(number("spent")).isEqualTo(settled);
    assertThat(number("held")).isZero();
    assertThat(arena.number("select count(*) from tranche where budget_id = ?", id)).isZero();
  }

  private Optional<BudgetReservation> reserved(Budgets process, long cap, long amount) {
    try {
      return process.reserve(cap(cap), amount);
    } catch (DatabaseException lost) {
      return Optional.empty();
    }
  }
}
