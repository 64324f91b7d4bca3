package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.ledger.OrphanedCall;
import dev.ziggurat.ledger.OrphanedCalls;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Placeholders in the ledger for calls that may have been made but whose result is unknown. Real
 * attempts that arrive later replace them. Both run under the tick's row lock.
 */
@Singleton
class Orphans {

  private final Database database;
  private final OrphanedCalls orphanedCalls;
  private final Ledger ledger;

  Orphans(Database database, OrphanedCalls orphanedCalls, Ledger ledger) {
    this.database = database;
    this.orphanedCalls = orphanedCalls;
    this.ledger = ledger;
  }

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
    return orphanedCalls.record(
        database.query(
            """
            select call_id, clock_timestamp() as at, handle, asking_provider, asking_model,
              asking_at_most_nano, asking_price_known, asking_simulated
            from turn
            where game_id = :gameId and tick = :tick and state = 'asking' and asking_provider <> 'none'
            """,
            parameters -> TurnStore.of(parameters, tick),
            row ->
                new OrphanedCall(
                    row.getObject("call_id", UUID.class),
                    row.getTimestamp("at").toInstant(),
                    Caller.TICK,
                    tick.game().id(),
                    tick.number(),
                    Optional.of(row.getString("handle")),
                    row.getString("asking_provider"),
                    row.getString("asking_model"),
                    new NanoDollars(row.getLong("asking_at_most_nano")),
                    row.getBoolean("asking_price_known"),
                    row.getBoolean("asking_simulated"),
                    reason)));
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
    orphanedCalls.replace(attempts);
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
