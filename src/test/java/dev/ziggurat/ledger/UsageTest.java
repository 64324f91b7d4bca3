package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums tell exactly what the attempts tell, whenever and by whomever they are taken. */
@QuarkusTest
@TestProfile(Hurried.class)
class UsageTest {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final Instant FROM = NOON.minus(Duration.ofHours(50));
  private static final Instant TO = NOON.plus(Duration.ofHours(13));

  @Inject Arena arena;
  @Inject Database database;
  @Inject Ledger ledger;
  @Inject UsageRollup usageRollup;
  @Inject Usage usage;
  @Inject AgentCosts agentCosts;

  @BeforeEach
  void nothingWasEverUsed() {
    arena.change("delete from attempt");
    arena.change("delete from usage");
  }

  private static Instant someTime(Random random) {
    return FROM.plusSeconds(random.nextLong(Duration.between(FROM, TO).toSeconds()));
  }

  private static Caller someone(Random random) {
    return random.nextInt(5) == 0
        ? new Caller(
            UUID.randomUUID(), "test", Optional.empty(), OptionalLong.empty(), Optional.empty())
        : new Caller(
            UUID.randomUUID(),
            "tick",
            Optional.of("g" + random.nextInt(3)),
            OptionalLong.of(random.nextInt(9)),
            Optional.of("h" + random.nextInt(4)));
  }

  private static Attempt attempt(Caller caller, int ordinal, OutcomeClass outcome, Random random) {
    var cost = random.nextLong(5_000);
    return new Attempt(
        caller,
        ordinal,
        someTime(random),
        Providers.builtIn().inOrder().get(random.nextInt(4)),
        "model-" + random.nextInt(3),
        Optional.empty(),
        outcome,
        Optional.empty(),
        200,
        random.nextLong(100_000),
        random.nextBoolean()
            ? Optional.of(new TokenUsage(random.nextInt(99), 7, 5, random.nextInt(99), 3))
            : Optional.empty(),
        new Spend(
            new NanoDollars(cost),
            new NanoDollars(cost + random.nextLong(3)),
            random.nextInt(9) > 0),
        random.nextBoolean(),
        Optional.empty(),
        Route.DIRECT);
  }

  /** A call: perhaps some failures, then perhaps an answer. */
  private static List<Attempt> call(Caller caller, Random random) {
    var last = random.nextInt(3);
    return IntStream.rangeClosed(0, last)
        .mapToObj(
            ordinal ->
                attempt(
                    caller,
                    ordinal,
                    ordinal == last && random.nextInt(4) > 0 ? OutcomeClass.OK : OutcomeClass.RATE,
                    random))
        .toList();
  }

  private void inTransaction(Runnable work) {
    database.inTransaction(
        () -> {
          work.run();
          return null;
        });
  }

  /** An orphan, as the engine writes it. */
  private void orphan(Caller caller, Random random) {
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, outcome, latency_millis, at_most_nano, price_known, simulated)
        values (md5(? || '#orphan')::uuid, ?, 0, ?::timestamptz, ?, ?, 1, ?, 'wandb', 'model-1',
          'ORPHANED', 0, 77, true, true)
        """,
        caller.callId().toString(),
        caller.callId(),
        someTime(random).toString(),
        caller.source(),
        caller.game().orElse(null),
        caller.handle().orElse(null));
  }

  private List<String> told(UsageQuery query) {
    return usage.report(query).rows().stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.game().orElse("-") + "/" + row.key().orElse("-"),
                    "" + row.attempts(),
                    "" + row.successes(),
                    "" + row.failovers(),
                    "" + row.unpriced(),
                    "" + row.inputTokens(),
                    "" + row.cachedTokens(),
                    "" + row.cacheWriteTokens(),
                    "" + row.outputTokens(),
                    "" + row.reasoningTokens(),
                    "" + row.costNanoUsd(),
                    "" + row.atMostNanoUsd(),
                    "" + row.simulated()))
        .sorted()
        .toList();
  }

  /** The same, added up from the attempts by another way. */
  private List<String> truly(UsageQuery query) {
    var key =
        switch (query.by()) {
          case PROVIDER -> "'-/' || provider";
          case MODEL -> "'-/' || model_asked";
          case AGENT -> "game_id || '/' || handle";
          case GAME -> "'-/' || coalesce(game_id, '-')";
          case DAY -> "'-/' || to_char(at at time zone 'UTC', 'YYYY-MM-DD') || 'T00:00:00Z'";
          case HOUR -> "'-/' || to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24') || ':00:00Z'";
          case SOURCE -> "'-/' || source";
        };
    var rows =
        arena.rows(
            """
        select concat_ws(' ', %1$s, count(*), count(*) filter (where outcome = 'OK'),
          count(*) filter (where outcome = 'OK' and call_id in (
            select call_id from attempt other where other.provider <> attempt.provider)),
          count(*) filter (where not price_known), coalesce(sum(input_tokens), 0),
          coalesce(sum(cached_tokens), 0), coalesce(sum(cache_write_tokens), 0),
          coalesce(sum(output_tokens), 0), coalesce(sum(reasoning_tokens), 0),
          sum(cost_nano), sum(at_most_nano), case when bool_or(simulated) then 'true' else 'false' end)
        from attempt
        where at >= ?::timestamptz and at < ?::timestamptz and (?::text is null or game_id = ?)
          and (?::text is null or provider = ?) and (?::text is null or handle = ?)
          and (? or handle is not null)
        group by %1$s
        """
                .formatted(key),
            query.from().toString(),
            query.to().toString(),
            query.game().orElse(null),
            query.game().orElse(null),
            query.provider().orElse(null),
            query.provider().orElse(null),
            query.agent().orElse(null),
            query.agent().orElse(null),
            query.by() != UsageBy.AGENT);
    return rows.stream().sorted().toList();
  }

  private static UsageQuery someQuery(Random random) {
    var by = UsageBy.values()[random.nextInt(UsageBy.values().length)];
    var one = someTime(random);
    var other = someTime(random);
    var game = Optional.of("g" + random.nextInt(3)).filter(any -> random.nextInt(3) == 0);
    return new UsageQuery(
        one.isBefore(other) ? one : other,
        one.isBefore(other) ? other : one,
        by,
        Optional.empty(),
        game,
        Optional.of("groq").filter(any -> random.nextInt(3) == 0),
        Optional.of("h1").filter(any -> game.isPresent() && random.nextBoolean()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsWrittenAndWheneverItIsSummedUpTheSumsAreTrue(long seed) {
    var random = new Random(seed);
    var orphaned = new ArrayList<Caller>();
    for (var step = 0; step < 120; step++) {
      switch (random.nextInt(6)) {
        case 0 -> usageRollup.catchUp();
        case 1 -> {
          var caller = someone(random);
          orphan(caller, random);
          orphaned.add(caller);
        }
        case 2 -> {
          if (!orphaned.isEmpty()) {
            var attempts = call(orphaned.remove(random.nextInt(orphaned.size())), random);
            inTransaction(
                () -> {
                  ledger.record(attempts);
                  ledger.settleOrphans(attempts);
                });
          }
        }
        case 3 -> {
          var query = someQuery(random);
          assertThat(told(query)).as(query.toString()).isEqualTo(truly(query));
        }
        default -> ledger.record(call(someone(random), random));
      }
    }
    for (var by : UsageBy.values()) {
      var all = UsageQuery.of(FROM, TO, by);
      assertThat(told(all)).isNotEmpty().isEqualTo(truly(all));
    }
    assertThat(arena.number("select sum(attempts) from usage where grain = 'hour'")).isPositive();
  }

  @Test
  void overTimeTheRowsAddUpToTheSame() {
    var random = new Random(11);
    for (var i = 0; i < 60; i++) {
      ledger.record(call(someone(random), random));
      usageRollup.catchUp();
    }
    for (var by : List.of(UsageBy.PROVIDER, UsageBy.MODEL, UsageBy.AGENT)) {
      var whole = usage.report(UsageQuery.of(FROM, TO, by));
      var told =
          usage.report(
              new UsageQuery(
                  FROM,
                  TO,
                  by,
                  Optional.of(UsageBy.DAY),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      assertThat(told.total()).isEqualTo(whole.total());
      assertThat(costs(told.rows())).isEqualTo(costs(whole.rows()));
      assertThat(told.rows().stream().map(row -> row.at().orElseThrow()).distinct().count())
          .isBetween(3L, 4L);
    }
  }

  /** By agent there are sums of days only: hours beside them are read from the attempts. */
  @Test
  void agentsAreComparedOverTheSameTimeAsProviders() {
    var random = new Random(12);
    for (var i = 0; i < 200; i++) {
      ledger.record(call(someone(random), random));
    }
    usageRollup.catchUp();
    for (var hours : List.of(1, 24, 40)) {
      var from = NOON.minus(Duration.ofHours(hours)).plusSeconds(7);
      var byProvider = usage.report(UsageQuery.of(from, NOON, UsageBy.PROVIDER));
      var query = UsageQuery.of(from, NOON, UsageBy.AGENT);
      var byAgent = usage.report(query);
      assertThat(byAgent.from())
          .isEqualTo(byProvider.from())
          .isEqualTo(NOON.minus(Duration.ofHours(hours)));
      assertThat(byAgent.to()).isEqualTo(byProvider.to());
      assertThat(byAgent.grain()).isEqualTo("hour");
      assertThat(told(query)).isEqualTo(truly(query));
    }
  }

  @Test
  void manyAttemptsBesideWholeDaysWidenTheTimeAndTheReportSaysSo() {
    var random = new Random(13);
    for (var i = 0; i < 200; i++) {
      ledger.record(call(someone(random), random));
    }
    var query = UsageQuery.of(NOON.minus(Duration.ofHours(24)), NOON, UsageBy.AGENT);
    var report = usage.report(query, 0);
    assertThat(report.from()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
    assertThat(report.to()).isEqualTo(Instant.parse("2026-03-05T00:00:00Z"));
    assertThat(report.grain()).isEqualTo("day");
    assertThat(report.total().attempts())
        .isEqualTo(
            usage
                .report(UsageQuery.of(report.from(), report.to(), UsageBy.AGENT))
                .total()
                .attempts())
        .isGreaterThan(usage.report(query).total().attempts());
  }

  private static Map<String, Long> costs(List<UsageRow> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.game().orElse("") + '/' + row.key().orElse(""),
                Collectors.summingLong(UsageRow::costNanoUsd)));
  }

  @Test
  void whatCommitsLateIsCountedOnceAlthoughLaterOnesAreSummedUp() throws Exception {
    var random = new Random(4);
    var written = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var late =
          threads.submit(
              () ->
                  inTransaction(
                      () -> {
                        ledger.record(call(someone(new Random(9)), new Random(9)));
                        written.countDown();
                        await(goOn);
                      }));
      try {
        await(written);
        for (var i = 0; i < 20; i++) {
          ledger.record(call(someone(random), random));
          usageRollup.catchUp();
        }
        assertThat(told(all(UsageBy.PROVIDER))).isEqualTo(truly(all(UsageBy.PROVIDER)));
      } finally {
        goOn.countDown();
      }
      late.get();
      do {
        assertThat(told(all(UsageBy.PROVIDER))).isEqualTo(truly(all(UsageBy.PROVIDER)));
      } while (usageRollup.catchUp());
      assertThat(told(all(UsageBy.PROVIDER))).isEqualTo(truly(all(UsageBy.PROVIDER)));
    }
  }

  @Test
  void manyMayWriteSettleAndSumUpAtOnce() throws Exception {
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var seed = 10; seed < 16; seed++) {
        var random = new Random(seed);
        running.add(
            threads.submit(
                () -> {
                  for (var i = 0; i < 40; i++) {
                    var caller = someone(random);
                    orphan(caller, random);
                    var attempts = call(caller, random);
                    inTransaction(
                        () -> {
                          ledger.record(attempts);
                          if (random.nextBoolean()) {
                            usageRollup.catchUp();
                          }
                          ledger.settleOrphans(attempts);
                        });
                    usageRollup.catchUp();
                  }
                }));
      }
      for (var each : running) {
        each.get();
      }
    }
    for (var by : UsageBy.values()) {
      assertThat(told(all(by))).isEqualTo(truly(all(by)));
    }
    assertThat(arena.number("select count(*) from attempt where outcome = 'ORPHANED'")).isZero();
  }

  /** A dump brings the numbers of another server's transactions along. */
  @Test
  void aRestoredDatabaseIsCountedFromTheBeginning() {
    var random = new Random(5);
    for (var i = 0; i < 10; i++) {
      ledger.record(call(someone(random), random));
    }
    usageRollup.catchUp();
    arena.change(
        "update attempt set recorded_in = (recorded_in::text::bigint + 1000000)::text::xid8");
    arena.change("update usage_mark set recorded_in = '1900000'");
    for (var i = 0; i < 15; i++) {
      ledger.record(call(someone(random), random));
      assertThat(told(all(UsageBy.MODEL))).isEqualTo(truly(all(UsageBy.MODEL)));
    }
    assertThat(arena.number("select sum(attempts) from usage where grain = 'hour'")).isPositive();
    assertThat(
            arena.number(
                "select count(*) from attempt"
                    + " where recorded_in >= pg_snapshot_xmax(pg_current_snapshot())"))
        .isZero();
  }

  @Test
  void percentilesAreWithinNinePercent() {
    var random = new Random(6);
    var caller = new Random(7);
    var latencies =
        LongStream.generate(() -> Math.round(Math.exp(3 + 2 * random.nextGaussian())))
            .limit(500)
            .sorted()
            .boxed()
            .toList();
    ledger.record(
        latencies.stream()
            .map(
                millis -> {
                  var any = attempt(someone(caller), 0, OutcomeClass.OK, caller);
                  return new Attempt(
                      any.caller(),
                      0,
                      NOON,
                      Provider.WANDB,
                      "m",
                      Optional.empty(),
                      OutcomeClass.OK,
                      Optional.empty(),
                      200,
                      millis,
                      any.usage(),
                      any.spend(),
                      true,
                      Optional.empty(),
                      Route.DIRECT);
                })
            .toList());
    for (var summing = 0; summing < 2; summing++) {
      var row = usage.report(all(UsageBy.PROVIDER)).total();
      assertThat(row.p50Millis().orElseThrow().doubleValue())
          .isCloseTo(latencies.get(249), within(latencies.get(249) * 0.095 + 0.5));
      assertThat(row.p95Millis().orElseThrow().doubleValue())
          .isCloseTo(latencies.get(474), within(latencies.get(474) * 0.095 + 0.5));
      assertThat(row.p99Millis().orElseThrow().doubleValue())
          .isCloseTo(latencies.get(494), within(latencies.get(494) * 0.095 + 0.5));
      while (usageRollup.catchUp()) {
        assertThat(row.attempts()).isEqualTo(500);
      }
    }
  }

  @Test
  void anAgentsCostIsThatOfAllItsCalls() {
    var random = new Random(8);
    for (var i = 0; i < 60; i++) {
      ledger.record(call(someone(random), random));
      usageRollup.catchUp();
    }
    var told =
        agentCosts.of("g1", List.of("h0", "h1", "nobody")).entrySet().stream()
            .map(cost -> cost.getKey() + " " + cost.getValue().value())
            .collect(Collectors.toSet());
    assertThat(told)
        .hasSize(2)
        .containsExactlyInAnyOrderElementsOf(
            arena.rows(
                "select handle || ' ' || sum(cost_nano) from attempt"
                    + " where game_id = 'g1' and handle in ('h0', 'h1') group by handle"));
  }

  private static UsageQuery all(UsageBy by) {
    return UsageQuery.of(FROM, TO, by);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
