package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.Parameters;
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
import java.sql.SQLException;
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
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Provider, Counter> costs = new ConcurrentHashMap<>();
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  /** Key of a timer. */
  private record Kind(Provider provider, OutcomeClass outcome) {}

  Ledger(Database database, UsageRollup usageRollup, Settings settings, MeterRegistry meters) {
    this.database = database;
    this.usageRollup = usageRollup;
    this.meters = meters;
    for (var provider : settings.knownProviders().inOrder()) {
      // Registered at zero; otherwise the first increment would not show as an increase.
      unpriced(provider.id());
    }
  }

  /**
   * Writes attempts, all or none, in the caller's transaction or in one of its own. Writing an
   * attempt twice leaves one row; a real attempt replaces the orphan of its call.
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
   * Writes in pieces: with one large batch to a database on the same CPUs, the p99 latency of calls
   * nearly doubled. Few pieces, because with a remote database each is a round trip. The driver
   * writes powers of two in one statement.
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
        values (:id, :callId, :ordinal, :at, :source, :gameId, :tick, :handle,
          :provider, :modelAsked, :modelAnswered, :outcome, :reason, :httpStatus, :latencyMillis,
          :inputTokens, :cachedTokens, :cacheWriteTokens, :outputTokens, :reasoningTokens, :costNano,
          :atMostNano, :priceKnown, :simulated, :requestId, :keyId, :tags)
        on conflict (id) do nothing
        """,
        attempts,
        Ledger::bind);
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
            select provider, count(*), count(*) filter (where outcome = 'OK'),
              count(*) filter (where outcome = 'OK' and exists (
                select 1 from attempt earlier
                where earlier.call_id = attempt.call_id and earlier.provider <> attempt.provider)),
              coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
              coalesce(sum(cost_nano), 0), bool_or(simulated),
              bool_and(price_known and cost_nano = at_most_nano)
            from attempt where game_id = :gameId and tick = :tick group by provider
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
                  row.getBoolean(8),
                  row.getBoolean(9));
            });
    var all = rows.stream().reduce(new Row(0, 0, 0, 0, 0, false, true), Row::plus);
    return new InferenceSummary(
        all.attempts,
        byProvider,
        all.failovers,
        all.input,
        all.output,
        new NanoDollars(all.costNano).microDollars(),
        all.exact,
        all.simulated);
  }

  private record Row(
      long attempts,
      long failovers,
      long input,
      long output,
      long costNano,
      boolean simulated,
      boolean exact) {
    Row plus(Row other) {
      return new Row(
          attempts + other.attempts,
          failovers + other.failovers,
          input + other.input,
          output + other.output,
          costNano + other.costNano,
          simulated || other.simulated,
          exact && other.exact);
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

  private static void bind(Parameters parameters, Attempt attempt) throws SQLException {
    var caller = attempt.caller();
    parameters.setObject("id", caller.attemptId(attempt.ordinal()));
    parameters.setObject("callId", caller.callId());
    parameters.setInt("ordinal", attempt.ordinal());
    parameters.setInstant("at", attempt.at());
    parameters.setString("source", caller.source());
    parameters.setString("gameId", caller.game().orElse(null));
    parameters.setObject(
        "tick", caller.tick().isPresent() ? caller.tick().getAsLong() : null, Types.BIGINT);
    parameters.setString("handle", caller.handle().orElse(null));
    parameters.setString("provider", attempt.provider().id());
    parameters.setString("modelAsked", attempt.modelAsked());
    parameters.setString("modelAnswered", attempt.modelAnswered().orElse(null));
    parameters.setString("outcome", attempt.outcome().name());
    parameters.setString("reason", attempt.reason().orElse(null));
    parameters.setInt("httpStatus", attempt.httpStatus());
    parameters.setLong("latencyMillis", attempt.latencyMillis());
    bindUsage(parameters, attempt.usage());
    parameters.setLong("costNano", attempt.spend().cost().value());
    parameters.setLong("atMostNano", attempt.spend().atMost().value());
    parameters.setBoolean("priceKnown", attempt.spend().priceKnown());
    parameters.setBoolean("simulated", attempt.simulated());
    parameters.setString("requestId", attempt.requestId().orElse(null));
    parameters.setObject("keyId", caller.key().orElse(null), Types.OTHER);
    parameters.setObject("tags", stored(caller.tags()), Types.OTHER);
  }

  /** As JSON; null without tags. */
  private static String stored(Map<String, String> tags) {
    return tags.isEmpty() ? null : new JsonObject(new TreeMap<String, Object>(tags)).encode();
  }

  private static void bindUsage(Parameters parameters, Optional<TokenUsage> usage)
      throws SQLException {
    parameters.setObject("inputTokens", usage.map(TokenUsage::input).orElse(null), Types.BIGINT);
    parameters.setObject("cachedTokens", usage.map(TokenUsage::cached).orElse(null), Types.BIGINT);
    parameters.setObject(
        "cacheWriteTokens", usage.map(TokenUsage::cacheWrite).orElse(null), Types.BIGINT);
    parameters.setObject("outputTokens", usage.map(TokenUsage::output).orElse(null), Types.BIGINT);
    parameters.setObject(
        "reasoningTokens", usage.map(TokenUsage::reasoning).orElse(null), Types.BIGINT);
  }
}
