package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;

/**
 * Records what every attempt did and cost, and adds it up. It is never fenced: money spent is
 * recorded whoever spent it.
 */
@Singleton
public class Ledger {

  private static final int MAX_MODELS_ALARMED = 1_000;

  private static final int MIN_PIECE = 8;
  private static final int MAX_PIECES = 8;

  /** So many parts keep up with the largest tick and take in what an old one left. */
  private static final int MAX_PARTS = 3;

  private final Database database;
  private final UsageRollup usageRollup;
  private final MeterRegistry meters;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Provider, Counter> costs = new ConcurrentHashMap<>();
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  /** What is timed together. */
  private record Kind(Provider provider, OutcomeClass outcome) {}

  Ledger(Database database, UsageRollup usageRollup, Settings settings, MeterRegistry meters) {
    this.database = database;
    this.usageRollup = usageRollup;
    this.meters = meters;
    for (var provider : settings.knownProviders().inOrder()) {
      // From zero: the first one would not show as an increase otherwise.
      unpriced(provider.id());
    }
  }

  /**
   * Writes attempts, all or none, in the caller's transaction or in one of its own. Writing an
   * attempt twice leaves one row; a real attempt takes the place of the orphan that stood for its
   * call.
   */
  public void record(Collection<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    database.joinTransaction(
        () -> {
          writeInPieces(attempts);
          return null;
        });
    attempts.forEach(this::measure);
  }

  /**
   * A database that shares its processors with us lets nobody else run while it takes what it was
   * sent: with all in one exchange, every hundredth call waited nearly twice as long for its
   * answer. Far away each exchange is a wait, so there are not many. The driver writes powers of
   * two in one statement.
   */
  private void writeInPieces(Collection<Attempt> attempts) {
    var size = Math.max(MIN_PIECE, Math.ceilDiv(attempts.size(), MAX_PIECES));
    attempts.stream().gather(Gatherers.windowFixed(powerOfTwoFrom(size))).forEach(this::write);
  }

  private static int powerOfTwoFrom(int least) {
    return Integer.highestOneBit(2 * least - 1);
  }

  private void write(List<Attempt> attempts) {
    database.batch(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, model_answered, outcome, reason, http_status, latency_millis, input_tokens,
          cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost_nano, at_most_nano,
          price_known, simulated, request_id, key_id, tags)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do nothing
        """,
        attempts,
        Ledger::bind);
  }

  /**
   * Removes the orphans that stood for calls whose attempts are now recorded, in the caller's
   * transaction.
   */
  public void settleOrphans(Collection<Attempt> attempts) {
    usageRollup.removeOrphans(
        attempts.stream().map(attempt -> attempt.caller().callId()).distinct().toList());
  }

  /** Removes the orphan that stood for a call that was never made, in the caller's transaction. */
  public void settleOrphan(UUID callId) {
    usageRollup.removeOrphans(List.of(callId));
  }

  /**
   * Takes what has gathered into the sums of usage, so that it does not wait for a reader who then
   * waits for it. Nothing depends on it: what fails waits for the next time.
   */
  public void sumUp() {
    try {
      var more = true;
      for (var part = 0; part < MAX_PARTS && more; part++) {
        more = usageRollup.catchUp();
      }
    } catch (DatabaseException e) {
      Log.warnf("What was used could not be summed up: %s", e.getMessage());
    }
  }

  /** Adds up the attempts of a tick. */
  public InferenceSummary summary(String game, long tick) {
    var byProvider = new TreeMap<String, Long>();
    var rows =
        database.query(
            """
            select provider, count(*), count(*) filter (where outcome = 'OK'),
              count(*) filter (where outcome = 'OK' and exists (
                select 1 from attempt earlier
                where earlier.call_id = attempt.call_id and earlier.provider <> attempt.provider)),
              coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
              coalesce(sum(cost_nano), 0), bool_or(simulated)
            from attempt where game_id = ? and tick = ? group by provider
            """,
            statement -> {
              statement.setString(1, game);
              statement.setLong(2, tick);
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
                  row.getBoolean(8));
            });
    var all = rows.stream().reduce(new Row(0, 0, 0, 0, 0, false), Row::plus);
    return new InferenceSummary(
        all.attempts,
        byProvider,
        all.failovers,
        all.input,
        all.output,
        new NanoDollars(all.costNano).microDollars(),
        all.simulated);
  }

  private record Row(
      long attempts, long failovers, long input, long output, long costNano, boolean simulated) {
    Row plus(Row other) {
      return new Row(
          attempts + other.attempts,
          failovers + other.failovers,
          input + other.input,
          output + other.output,
          costNano + other.costNano,
          simulated || other.simulated);
    }
  }

  private void measure(Attempt attempt) {
    timers
        .computeIfAbsent(new Kind(attempt.provider(), attempt.outcome()), this::timer)
        .record(attempt.latencyMillis(), TimeUnit.MILLISECONDS);
    costs.computeIfAbsent(attempt.provider(), this::cost).increment(attempt.spend().cost().value());
    if (!attempt.spend().priceKnown()) {
      alarm(attempt.provider().id(), attempt.modelAnswered().orElse(attempt.modelAsked()));
    }
  }

  private Timer timer(Kind kind) {
    return meters.timer(
        "ziggurat.attempt", "provider", kind.provider().id(), "outcome", kind.outcome().name());
  }

  private Counter cost(Provider provider) {
    return meters.counter("ziggurat.cost.nano.dollars", "provider", provider.id());
  }

  /**
   * Raises the alarm that what an attempt cost cannot be told: by a metric, and once in the log.
   */
  public void alarm(String provider, String model) {
    unpriced(provider).increment();
    if (alarmed.size() < MAX_MODELS_ALARMED && alarmed.add(provider + ' ' + model)) {
      Log.errorf(
          "What model %s of %s costs is not known (no price in the catalogue, or no usage in its"
              + " answers): its calls are recorded as unpriced",
          model, provider);
    }
  }

  private Counter unpriced(String provider) {
    return meters.counter("ziggurat.attempts.unpriced", "provider", provider);
  }

  private static void bind(PreparedStatement statement, Attempt attempt) throws SQLException {
    var caller = attempt.caller();
    statement.setObject(1, caller.attemptId(attempt.ordinal()));
    statement.setObject(2, caller.callId());
    statement.setInt(3, attempt.ordinal());
    statement.setTimestamp(4, Timestamp.from(attempt.at()));
    statement.setString(5, caller.source());
    statement.setString(6, caller.game().orElse(null));
    statement.setObject(
        7, caller.tick().isPresent() ? caller.tick().getAsLong() : null, Types.BIGINT);
    statement.setString(8, caller.handle().orElse(null));
    statement.setString(9, attempt.provider().id());
    statement.setString(10, attempt.modelAsked());
    statement.setString(11, attempt.modelAnswered().orElse(null));
    statement.setString(12, attempt.outcome().name());
    statement.setString(13, attempt.reason().orElse(null));
    statement.setInt(14, attempt.httpStatus());
    statement.setLong(15, attempt.latencyMillis());
    bindUsage(statement, attempt.usage());
    statement.setLong(21, attempt.spend().cost().value());
    statement.setLong(22, attempt.spend().atMost().value());
    statement.setBoolean(23, attempt.spend().priceKnown());
    statement.setBoolean(24, attempt.simulated());
    statement.setString(25, attempt.requestId().orElse(null));
    statement.setObject(26, caller.key().orElse(null), Types.OTHER);
    statement.setObject(27, stored(caller.tags()), Types.OTHER);
  }

  /** As JSON; null without tags. */
  private static String stored(Map<String, String> tags) {
    return tags.isEmpty() ? null : new JsonObject(new TreeMap<String, Object>(tags)).encode();
  }

  private static void bindUsage(PreparedStatement statement, Optional<TokenUsage> usage)
      throws SQLException {
    statement.setObject(16, usage.map(TokenUsage::input).orElse(null), Types.BIGINT);
    statement.setObject(17, usage.map(TokenUsage::cached).orElse(null), Types.BIGINT);
    statement.setObject(18, usage.map(TokenUsage::cacheWrite).orElse(null), Types.BIGINT);
    statement.setObject(19, usage.map(TokenUsage::output).orElse(null), Types.BIGINT);
    statement.setObject(20, usage.map(TokenUsage::reasoning).orElse(null), Types.BIGINT);
  }
}
