package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Placeholders in the ledger for calls that may have been made but whose result is unknown. Real
 * attempts that arrive later replace them. Both run under the tick's row lock.
 */
@Singleton
class Orphans {

  private final Database database;
  private final Ledger ledger;

  Orphans(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  private record Orphan(String provider, String model, boolean priceKnown) {}

  /**
   * Records an orphan for every call still marked as asking, in the caller's transaction.
   *
   * @return the number of orphans
   */
  int record(Tick tick, String reason) {
    if (hasNoAskingTurn(tick)) {
      return 0;
    }
    lock(tick);
    var orphans =
        database.query(
            """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, outcome, reason, latency_millis, cost_nano, at_most_nano, price_known,
          simulated)
        select md5(call_id || '#orphan')::uuid, call_id, 0, clock_timestamp(), 'tick', game_id,
          tick, handle, asking_provider, asking_model, 'ORPHANED', :reason, 0, 0, asking_at_most_nano,
          asking_price_known, asking_simulated
        from turn where game_id = :gameId and tick = :tick and state = 'asking' and asking_provider <> 'none'
          and not exists (select 1 from attempt known where known.call_id = turn.call_id)
        on conflict (id) do nothing
        returning provider, model_asked, price_known
        """,
            parameters -> {
              parameters.setString("reason", reason);
              parameters.setString("gameId", tick.game().id());
              parameters.setLong("tick", tick.number());
            },
            row -> new Orphan(row.getString(1), row.getString(2), row.getBoolean(3)));
    orphans.stream()
        .filter(orphan -> !orphan.priceKnown())
        .forEach(orphan -> ledger.alarm(orphan.provider(), orphan.model()));
    return orphans.size();
  }

  private boolean hasNoAskingTurn(Tick tick) {
    return database
        .first(
            "select 1 from turn where game_id = :gameId and tick = :tick and state = 'asking' limit 1",
            parameters -> TurnStore.of(parameters, tick),
            row -> true)
        .isEmpty();
  }

  /** Records late real attempts, in the caller's transaction. */
  void replace(Tick tick, List<Attempt> attempts) {
    lock(tick);
    ledger.record(attempts);
    ledger.settleOrphans(attempts);
  }

  /** Removes the orphan of a call that was never made, in the caller's transaction. */
  void withdraw(Tick tick, Turn turn) {
    lock(tick);
    var handle = turn.agent().handle();
    var callId = Caller.turn(tick.game().id(), tick.number(), handle, tick.epoch()).callId();
    ledger.settleOrphan(callId);
    database.update(
        """
        update turn set state = 'due', call_id = null
        where game_id = :gameId and tick = :tick and handle = :handle and state = 'asking' and call_id = :callId
        """,
        parameters -> {
          TurnStore.of(parameters, tick);
          parameters.setString("handle", handle);
          parameters.setObject("callId", callId);
        });
  }

  private void lock(Tick tick) {
    database.query(
        "select 1 from tick where game_id = :gameId and number = :tick for no key update",
        parameters -> TurnStore.of(parameters, tick),
        row -> true);
  }
}
