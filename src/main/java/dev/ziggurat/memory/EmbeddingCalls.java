package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.ledger.OrphanedCall;
import dev.ziggurat.ledger.OrphanedCalls;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Calls for embeddings that are being made. A row is committed before a provider is asked, so that
 * what was possibly spent is visible if the process dies.
 */
@Singleton
class EmbeddingCalls {

  /** How long after its time a call without a result belongs to a dead process. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Database database;
  private final Ledger ledger;
  private final OrphanedCalls orphanedCalls;

  EmbeddingCalls(Database database, Ledger ledger, OrphanedCalls orphanedCalls) {
    this.database = database;
    this.ledger = ledger;
    this.orphanedCalls = orphanedCalls;
  }

  /** What embeddings are asked for. */
  enum Purpose {
    ENTRIES("entries"),
    BRIEFINGS("briefings");

    private final String stored;

    Purpose(String stored) {
      this.stored = stored;
    }
  }

  /**
   * Marks a call as being made, in the caller's transaction.
   *
   * @return false if another process embeds the entries of the game
   */
  boolean begin(Caller caller, Purpose purpose, MarkedCost cost, Instant now, Instant until) {
    return database.update(
            """
            insert into memory_embedding_call (call_id, game_id, tick, purpose, asked_at, answer_until,
              asking_provider, asking_model, asking_at_most_nano, asking_price_known, asking_simulated)
            values (:callId, :gameId, :tick, :purpose, :now, :until, :provider, :model, :atMost, :known, :simulated)
            on conflict do nothing
            """,
            parameters -> {
              of(parameters, caller);
              parameters.setString("purpose", purpose.stored);
              parameters.setInstant("now", now);
              parameters.setInstant("until", until);
              bind(parameters, cost);
            })
        > 0;
  }

  /** Marks what a call that has begun can cost, in the caller's transaction. */
  void mark(Caller caller, MarkedCost cost) {
    database.update(
        """
        update memory_embedding_call set asking_provider = :provider, asking_model = :model,
          asking_at_most_nano = :atMost, asking_price_known = :known, asking_simulated = :simulated
        where call_id = :callId
        """,
        parameters -> {
          parameters.setObject("callId", caller.callId());
          bind(parameters, cost);
        });
  }

  private static void of(Parameters parameters, Caller caller) throws SQLException {
    parameters.setObject("callId", caller.callId());
    parameters.setString("gameId", caller.game().orElseThrow());
    parameters.setLong("tick", caller.tick().orElseThrow());
  }

  private static void bind(Parameters parameters, MarkedCost cost) throws SQLException {
    parameters.setString("provider", cost.provider());
    parameters.setString("model", cost.model());
    parameters.setLong("atMost", cost.atMost().value());
    parameters.setBoolean("known", cost.priceKnown());
    parameters.setBoolean("simulated", cost.simulated());
  }

  /**
   * Writes what came of a call, with its cost. A call that was given up as orphaned meanwhile
   * leaves its cost only.
   *
   * @param change writes what the call was made for, in the same transaction
   * @return what that says; false if it was not made
   */
  boolean ended(Caller caller, List<Attempt> attempts, BooleanSupplier change) {
    return database.inTransaction(
        () -> {
          if (release(caller)) {
            ledger.record(attempts);
            return change.getAsBoolean();
          }
          orphanedCalls.replace(attempts.stream().map(Attempt::late).toList());
          return false;
        });
  }

  /** Ends a call that was not made, in the caller's transaction; false if it was given up. */
  boolean release(Caller caller) {
    return database.update(
            "delete from memory_embedding_call where call_id = :callId",
            parameters -> parameters.setObject("callId", caller.callId()))
        > 0;
  }

  /**
   * Gives up calls of dead processes: each becomes an orphaned attempt at its maximum cost.
   *
   * @return how many there were
   */
  int orphan(String game, Instant now) {
    return database.inTransaction(
        () -> {
          var orphans =
              database.query(
                  """
                  delete from memory_embedding_call
                  where game_id = :gameId and answer_until < :before
                  returning call_id, asked_at, tick, asking_provider, asking_model,
                    asking_at_most_nano, asking_price_known, asking_simulated
                  """,
                  parameters -> {
                    parameters.setString("gameId", game);
                    parameters.setInstant("before", now.minus(MARGIN));
                  },
                  row ->
                      new OrphanedCall(
                          row.getObject("call_id", UUID.class),
                          row.getTimestamp("asked_at").toInstant(),
                          Caller.MEMORY,
                          game,
                          row.getLong("tick"),
                          Optional.empty(),
                          row.getString("asking_provider"),
                          row.getString("asking_model"),
                          new NanoDollars(row.getLong("asking_at_most_nano")),
                          row.getBoolean("asking_price_known"),
                          row.getBoolean("asking_simulated"),
                          OrphanedCall.PROCESS_ENDED));
          orphanedCalls.record(orphans);
          return orphans.size();
        });
  }
}
