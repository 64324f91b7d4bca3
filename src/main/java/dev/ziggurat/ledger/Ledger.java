package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;

/**
 * Records the result and cost of every attempt, and sums them. Never fenced: money spent is
 * recorded even by a runner that lost its lease.
 */
@Singleton
public class Ledger {

  private static final int MAX_MODELS_ALARMED = 1_000;

  private static final int MIN_PIECE = 8;
  private static final int MAX_PIECES = 8;

  /** Enough to keep up with the largest tick and to catch up on earlier ones. */
  private static final int MAX_PARTS = 3;

  private final Database database;
  private final UsageRollup usageRollup;
  private final MeterRegistry meters;
  private final ModelMeters modelMeters;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Provider, Counter> costs = new ConcurrentHashMap<>();
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  /** Key of a timer. */
  private record Kind(Provider provider, OutcomeClass outcome) {}

  Ledger(
      Database database,
      UsageRollup usageRollup,
      Settings settings,
      MeterRegistry meters,
      ModelMeters modelMeters) {
    this.database = database;
    this.usageRollup = usageRollup;
    this.meters = meters;
    this.modelMeters = modelMeters;
    for (var provider : settings.knownProviders().inOrder()) {
      // Registered at zero; otherwise the first increment would not show as an increase.
      unpriced(provider.id());
    }
    registerFailovers(Providers.builtIn().inOrder());
  }

  private void registerFailovers(List<Provider> providers) {
    for (var first : providers) {
      providers.stream()
          .filter(other -> !other.equals(first))
          .forEach(
              other -> {
                failover(other, first, false);
                failover(other, first, true);
              });
    }
  }

  /**
   * Writes attempts, all or none, in the caller's transaction or in one of its own. Writing an
   * attempt twice leaves one row; a real attempt replaces the orphan of its call.
   */
  public void record(Collection<Attempt> attempts) {
    // With one large batch to a database on the same CPUs, the p99 latency of calls nearly doubled.
    record(attempts, MIN_PIECE);
  }

  /**
   * Writes attempts likewise, in larger pieces where nobody waits for one of them: four times as
   * large, a row costs the database a quarter less.
   *
   * @param least how many one statement writes, if there are so many
   */
  public void record(Collection<Attempt> attempts, int least) {
    if (attempts.isEmpty()) {
      return;
    }
    database.joinTransaction(
        () -> {
          writeInPieces(attempts, least);
          return null;
        });
    attempts.forEach(this::measure);
  }

  /**
   * Few pieces, because with a remote database each is a round trip. The driver writes powers of
   * two in one statement.
   */
  private void writeInPieces(Collection<Attempt> attempts, int least) {
    var size = Math.max(least, Math.ceilDiv(attempts.size(), MAX_PIECES));
    attempts.stream().gather(Gatherers.windowFixed(powerOfTwoFrom(size))).forEach(this::write);
  }

  private static int powerOfTwoFrom(int least) {
    return Integer.highestOneBit(2 * least - 1);
  }

  private void write(List<Attempt> attempts) {
    database.batch(AttemptRow.INSERT, attempts, AttemptRow::bind);
    database.batch(
        AttemptShare.INSERT,
        attempts.stream().flatMap(AttemptShare::of).toList(),
        AttemptShare::bind);
  }

  /** Removes the orphans of calls whose attempts are now recorded, in the caller's transaction. */
  public void settleOrphans(Collection<Attempt> attempts) {
    usageRollup.removeOrphans(
        attempts.stream().map(attempt -> attempt.caller().callId()).distinct().toList());
  }

  /** Removes the orphan of a call that was never made, in the caller's transaction. */
  public void settleOrphan(UUID callId) {
    usageRollup.removeOrphans(List.of(callId));
  }

  /**
   * Rolls up pending attempts into the usage sums, so that readers need not do it. A failure is
   * retried the next time.
   */
  public void sumUp() {
    try {
      var more = true;
      for (var part = 0; part < MAX_PARTS && more; part++) {
        more = usageRollup.catchUp();
      }
    } catch (DatabaseException e) {
      Log.warnf("The usage roll-up failed: %s", e.getMessage());
    }
  }

  /** Sums the attempts of a tick. */
  public InferenceSummary summary(String game, long tick) {
    var byProvider = new TreeMap<String, Long>();
    var rows =
        database.query(
            """
            select provider, count(*), sum(successes), sum(failovers), sum(failovers_after_skip),
              sum(input_tokens), sum(output_tokens), sum(cost_nano), sum(simulated) > 0,
              sum(cached_tokens) as cached,
              bool_and(unpriced = 0 and cost_nano = at_most_nano)
            from attempt_measured where game_id = :gameId and tick = :tick group by provider
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("tick", tick);
            },
            row -> {
              if (row.getLong(3) > 0) {
                byProvider.put(row.getString(1), row.getLong(3));
              }
              return new Row(
                  row.getLong(2),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getLong(7),
                  row.getLong(8),
                  row.getBoolean(9),
                  row.getBoolean(11),
                  row.getLong(10));
            });
    var all = rows.stream().reduce(new Row(0, 0, 0, 0, 0, 0, false, true, 0), Row::plus);
    return new InferenceSummary(
        all.attempts,
        byProvider,
        all.failovers,
        all.failoversAfterSkip,
        all.input,
        all.cached,
        all.output,
        new NanoDollars(all.costNano).microDollars(),
        all.exact,
        all.simulated);
  }

  private record Row(
      long attempts,
      long failovers,
      long failoversAfterSkip,
      long input,
      long output,
      long costNano,
      boolean simulated,
      boolean exact,
      long cached) {
    Row plus(Row other) {
      return new Row(
          attempts + other.attempts,
          failovers + other.failovers,
          failoversAfterSkip + other.failoversAfterSkip,
          input + other.input,
          output + other.output,
          costNano + other.costNano,
          simulated || other.simulated,
          exact && other.exact,
          cached + other.cached);
    }
  }

  private void measure(Attempt attempt) {
    if (attempt.outcome() == OutcomeClass.SKIPPED) {
      return;
    }
    // Calls that train models say nothing of how a model answers.
    if (!attempt.caller().source().equals(Caller.TRAINING)) {
      timers
          .computeIfAbsent(new Kind(attempt.provider(), attempt.outcome()), this::timer)
          .record(attempt.latencyMillis(), TimeUnit.MILLISECONDS);
      modelMeters.count(attempt);
    }
    attempt
        .failedOverFrom()
        .map(first -> failover(attempt.provider(), first, attempt.route().firstSkipped()))
        .ifPresent(Counter::increment);
    costs.computeIfAbsent(attempt.provider(), this::cost).increment(attempt.spend().cost().value());
    if (!attempt.spend().priceKnown()) {
      alarm(attempt.provider().id(), attempt.modelAnswered().orElse(attempt.modelAsked()));
    }
  }

  private Timer timer(Kind kind) {
    return meters.timer(
        "ziggurat.attempt", "provider", kind.provider().id(), "outcome", kind.outcome().name());
  }

  private Counter failover(Provider answering, Provider first, boolean firstSkipped) {
    return meters.counter(
        "ziggurat.failovers",
        "provider",
        answering.id(),
        "instead_of",
        first.id(),
        "cause",
        firstSkipped ? "skipped" : "failed");
  }

  private Counter cost(Provider provider) {
    return meters.counter("ziggurat.cost.nano.dollars", "provider", provider.id());
  }

  /** Reports an attempt of unknown cost: in a metric, and once per model in the log. */
  public void alarm(String provider, String model) {
    unpriced(provider).increment();
    if (alarmed.size() < MAX_MODELS_ALARMED && alarmed.add(provider + ' ' + model)) {
      Log.errorf(
          "The cost of model %s of %s is unknown (no price in the catalogue, no usage or an"
              + " impossible one in its answers, or a service tier or fee without price): such calls"
              + " are recorded as unpriced",
          model, provider);
    }
  }

  private Counter unpriced(String provider) {
    return meters.counter("ziggurat.attempts.unpriced", "provider", provider);
  }
}
