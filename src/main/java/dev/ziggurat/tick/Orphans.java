package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.ledger.OrphanedCall;
import dev.ziggurat.ledger.OrphanedCalls;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            select call_id, clock_timestamp() as at, array_agg(handle order by position) as handles,
              array_agg(asking_at_most_nano order by position) as shares, asking_provider, asking_model,
              sum(asking_at_most_nano) as at_most_nano, bool_and(asking_price_known) as price_known,
              bool_or(asking_simulated) as simulated
            from turn
            where game_id = :gameId and tick = :tick and state = 'asking' and asking_provider <> 'none'
            group by call_id, asking_provider, asking_model
            """,
            parameters -> TurnStore.of(parameters, tick),
            row -> orphan(tick, reason, row)));
  }

  /** One call, for one agent or several. */
  private static OrphanedCall orphan(Tick tick, String reason, ResultSet row) throws SQLException {
    var handles = (String[]) row.getArray("handles").getArray();
    var shares = (Long[]) row.getArray("shares").getArray();
    return new OrphanedCall(
        row.getObject("call_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        Caller.TICK,
        tick.game().id(),
        tick.number(),
        handles.length == 1 ? Optional.of(handles[0]) : Optional.empty(),
        row.getString("asking_provider"),
        row.getString("asking_model"),
        new NanoDollars(row.getLong("at_most_nano")),
        row.getBoolean("price_known"),
        row.getBoolean("simulated"),
        reason,
        handles.length == 1
            ? Map.of()
            : IntStream.range(0, handles.length)
                .boxed()
                .collect(Collectors.toMap(index -> handles[index], index -> shares[index])));
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
  void withdraw(Tick tick, UUID callId) {
    lock(tick);
    ledger.settleOrphan(callId);
    database.update(
        """
        update turn set state = 'due', call_id = null
        where game_id = :gameId and tick = :tick and state = 'asking' and call_id = :callId
        """,
        parameters -> {
          TurnStore.of(parameters, tick);
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
