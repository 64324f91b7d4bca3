package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Placeholders in the ledger for calls whose result is unknown, at their maximum cost. Real
 * attempts that arrive later replace them.
 */
@Singleton
public class OrphanedCalls {

  private final Database database;
  private final Ledger ledger;

  OrphanedCalls(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  private record Recorded(UUID id, UUID call, String provider, String model, boolean priceKnown) {}

  /**
   * Records the calls that have no attempt, in the caller's transaction; those that could ask no
   * provider are left out.
   *
   * @return how many were recorded
   */
  public int record(List<OrphanedCall> calls) {
    var made = calls.stream().filter(call -> !call.provider().equals(OrphanedCall.NONE)).toList();
    if (made.isEmpty()) {
      return 0;
    }
    var recorded =
        database.query(
            """
            insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
              model_asked, outcome, reason, latency_millis, cost_nano, at_most_nano, price_known,
              simulated)
            select md5(call_id || '#orphan')::uuid, call_id, 0, at, source, game_id, tick, handle,
              provider, model, 'ORPHANED', reason, 0, 0, at_most, price_known, simulated
            from unnest(:calls::uuid[], :times::text[]::timestamptz[], :sources::text[],
              :games::text[], :ticks::text[]::bigint[], :handles::text[], :providers::text[],
              :models::text[], :atMost::text[]::bigint[], :known::text[]::boolean[],
              :simulated::text[]::boolean[], :reasons::text[])
              as orphan (call_id, at, source, game_id, tick, handle, provider, model, at_most,
                price_known, simulated, reason)
            where not exists (select 1 from attempt known where known.call_id = orphan.call_id)
            on conflict (id) do nothing
            returning id, call_id, provider, model_asked, price_known
            """,
            parameters -> bind(parameters, made),
            row ->
                new Recorded(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5)));
    database.batch(AttemptShare.INSERT, shares(made, recorded), AttemptShare::bind);
    recorded.stream()
        .filter(orphan -> !orphan.priceKnown())
        .forEach(orphan -> ledger.alarm(orphan.provider(), orphan.model()));
    return recorded.size();
  }

  private static List<AttemptShare> shares(List<OrphanedCall> made, List<Recorded> recorded) {
    var ids = recorded.stream().collect(Collectors.toMap(Recorded::call, Recorded::id));
    return made.stream()
        .filter(call -> ids.containsKey(call.callId()))
        .flatMap(
            call ->
                call.shares().entrySet().stream()
                    .map(
                        share ->
                            new AttemptShare(
                                ids.get(call.callId()),
                                share.getKey(),
                                Optional.empty(),
                                0,
                                share.getValue(),
                                false)))
        .toList();
  }

  private static void bind(Parameters parameters, List<OrphanedCall> calls) throws SQLException {
    parameters.setUuids("calls", calls.stream().map(OrphanedCall::callId).toList());
    setTexts(parameters, "times", calls, call -> call.at().toString());
    setTexts(parameters, "sources", calls, OrphanedCall::source);
    setTexts(parameters, "games", calls, OrphanedCall::game);
    setTexts(parameters, "ticks", calls, call -> Long.toString(call.tick()));
    setTexts(parameters, "handles", calls, call -> call.handle().orElse(null));
    setTexts(parameters, "providers", calls, OrphanedCall::provider);
    setTexts(parameters, "models", calls, OrphanedCall::model);
    setTexts(parameters, "atMost", calls, call -> Long.toString(call.atMost().value()));
    setTexts(parameters, "known", calls, call -> Boolean.toString(call.priceKnown()));
    setTexts(parameters, "simulated", calls, call -> Boolean.toString(call.simulated()));
    setTexts(parameters, "reasons", calls, OrphanedCall::reason);
  }

  private static void setTexts(
      Parameters parameters,
      String name,
      List<OrphanedCall> calls,
      Function<OrphanedCall, String> text)
      throws SQLException {
    // Stream.toList() takes nulls, which are SQL's.
    parameters.setTexts(name, calls.stream().map(text).toList());
  }

  /**
   * Records attempts of calls that were given up before, in place of their orphans, in the caller's
   * transaction.
   */
  public void replace(List<Attempt> attempts) {
    ledger.record(attempts);
    ledger.settleOrphans(attempts);
  }
}
