package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.ledger.OrphanedCall;
import dev.ziggurat.ledger.OrphanedCalls;
import dev.ziggurat.memory.ReflectionPrompt.Reflected;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The reflections that were asked for. A row is committed before its model is asked, so that there
 * is one call at most for each agent and due tick, in all processes.
 */
@Singleton
public class ReflectionStore {

  /** How long after its time a call without a result belongs to a dead process. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Database database;
  private final Ledger ledger;
  private final OrphanedCalls orphanedCalls;

  ReflectionStore(Database database, Ledger ledger, OrphanedCalls orphanedCalls) {
    this.database = database;
    this.ledger = ledger;
    this.orphanedCalls = orphanedCalls;
  }

  /** A call that is about to be made. */
  record Claim(String handle, MarkedCost cost) {}

  /**
   * What came of a reflection.
   *
   * @param tick after which it was due
   * @param state {@code asking, done, failed, over_budget} or {@code orphaned}: its process died
   *     while the call may have been under way, and it is not asked for again
   * @param entries how many entries came of it
   * @param call its id in the ledger
   */
  public record ReflectionView(
      long tick,
      String state,
      Optional<String> reason,
      int entries,
      Instant askedAt,
      Optional<Instant> endedAt,
      UUID call) {}

  /**
   * Claims reflections for this process, committed when it returns.
   *
   * @return the handles that are its own; another process has the others
   */
  Set<String> claim(String game, long due, List<Claim> claims, Instant now, Instant until) {
    return new HashSet<>(
        database.query(
            """
            insert into memory_reflection (game_id, handle, tick, call_id, state, asked_at, answer_until,
              asking_provider, asking_model, asking_at_most_nano, asking_price_known, asking_simulated)
            select :gameId, handle, :due, call_id, 'asking', :now, :until, provider, model, at_most, known, simulated
            from unnest(:handles::text[], :calls::uuid[], :providers::text[], :models::text[],
              :atMost::text[]::bigint[], :known::text[]::boolean[], :simulated::text[]::boolean[])
              as claim (handle, call_id, provider, model, at_most, known, simulated)
            on conflict do nothing
            returning handle
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("due", due);
              parameters.setInstant("now", now);
              parameters.setInstant("until", until);
              bind(parameters, game, due, claims);
            },
            row -> row.getString(1)));
  }

  private static void bind(Parameters parameters, String game, long due, List<Claim> claims)
      throws SQLException {
    parameters.setTexts("handles", claims.stream().map(Claim::handle).toList());
    parameters.setUuids(
        "calls",
        claims.stream()
            .map(claim -> Caller.reflection(game, due, claim.handle()).callId())
            .toList());
    parameters.setTexts(
        "providers", claims.stream().map(claim -> claim.cost().provider()).toList());
    parameters.setTexts("models", claims.stream().map(claim -> claim.cost().model()).toList());
    parameters.setTexts(
        "atMost",
        claims.stream().map(claim -> Long.toString(claim.cost().atMost().value())).toList());
    parameters.setTexts(
        "known",
        claims.stream().map(claim -> Boolean.toString(claim.cost().priceKnown())).toList());
    parameters.setTexts(
        "simulated",
        claims.stream().map(claim -> Boolean.toString(claim.cost().simulated())).toList());
  }

  /** How a call ended. */
  enum Ending {
    DONE("done"),
    FAILED("failed"),
    OVER_BUDGET("over_budget");

    private final String stored;

    Ending(String stored) {
      this.stored = stored;
    }
  }

  /**
   * What came of a call.
   *
   * @param reason empty if it went well
   */
  record Result(
      Ending ending,
      Optional<String> reason,
      List<Attempt> attempts,
      List<Reflected> reflections) {}

  /**
   * Writes what came of a call, with its cost. A call that was given up as orphaned meanwhile
   * leaves its cost only.
   */
  void ended(Caller caller, Result result, Instant now) {
    database.inTransaction(
        () -> {
          if (isHeld(caller, result, now)) {
            ledger.record(result.attempts());
            insert(caller, result.reflections());
          } else {
            orphanedCalls.replace(result.attempts().stream().map(Attempt::late).toList());
          }
          return null;
        });
  }

  private boolean isHeld(Caller caller, Result result, Instant now) {
    var updated =
        database.update(
            """
            update memory_reflection
            set state = :state, reason = :reason, entries = :entries, ended_at = :endedAt
            where game_id = :gameId and handle = :handle and tick = :tick and state = 'asking'
            """,
            parameters -> {
              parameters.setString("state", result.ending().stored);
              parameters.setString("reason", result.reason());
              parameters.setInt("entries", result.reflections().size());
              parameters.setInstant("endedAt", now);
              of(parameters, caller);
            });
    return updated > 0;
  }

  private void insert(Caller caller, List<Reflected> reflections) {
    database.batch(
        """
        insert into memory_entry (game_id, handle, tick, kind, text, importance, played)
        values (:gameId, :handle, :tick, 'reflection', :text, :importance, true)
        """,
        reflections,
        (parameters, reflection) -> {
          of(parameters, caller);
          parameters.setString("text", reflection.text());
          parameters.setInt("importance", reflection.importance());
        });
  }

  private static void of(Parameters parameters, Caller caller) throws SQLException {
    parameters.setString("gameId", caller.game().orElseThrow());
    parameters.setString("handle", caller.handle().orElseThrow());
    parameters.setLong("tick", caller.tick().orElseThrow());
  }

  /** Marks agents as not asked for this tick, because a budget is used up. */
  int overBudget(String game, long due, List<String> handles, String reason, Instant now) {
    return database.update(
        """
        insert into memory_reflection (game_id, handle, tick, call_id, state, reason, asked_at,
          answer_until, ended_at, asking_provider, asking_model, asking_at_most_nano,
          asking_price_known, asking_simulated)
        select :gameId, handle, :due, call_id, 'over_budget', :reason, :now, :now, :now,
          'none', 'none', 0, true, false
        from unnest(:handles::text[], :calls::uuid[]) as left_out (handle, call_id)
        on conflict do nothing
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("due", due);
          parameters.setString("reason", reason);
          parameters.setInstant("now", now);
          parameters.setTexts("handles", handles);
          parameters.setUuids(
              "calls",
              handles.stream()
                  .map(handle -> Caller.reflection(game, due, handle).callId())
                  .toList());
        });
  }

  /**
   * Gives up calls of dead processes: each becomes an orphaned attempt at its maximum cost, and is
   * not made again.
   *
   * @return how many there were
   */
  int orphan(String game, Instant now) {
    return database.inTransaction(
        () -> {
          var orphans =
              database.query(
                  """
                  update memory_reflection set state = 'orphaned', ended_at = :now, reason = :reason
                  where game_id = :gameId and state = 'asking' and answer_until < :before
                  returning call_id, asked_at, tick, handle, asking_provider, asking_model,
                    asking_at_most_nano, asking_price_known, asking_simulated
                  """,
                  parameters -> {
                    parameters.setString("gameId", game);
                    parameters.setString("reason", OrphanedCall.PROCESS_ENDED);
                    parameters.setInstant("now", now);
                    parameters.setInstant("before", now.minus(MARGIN));
                  },
                  row ->
                      new OrphanedCall(
                          row.getObject("call_id", UUID.class),
                          row.getTimestamp("asked_at").toInstant(),
                          Caller.REFLECTION,
                          game,
                          row.getLong("tick"),
                          Optional.of(row.getString("handle")),
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

  /** The newest reflections of an agent, the newest first. */
  public List<ReflectionView> of(String game, String handle, Optional<Long> before, int limit) {
    return database.query(
        """
        select tick, state, reason, entries, asked_at, ended_at, call_id from memory_reflection
        where game_id = :gameId and handle = :handle and tick < :before
        order by tick desc limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
          parameters.setLong("before", before.orElse(Long.MAX_VALUE));
          parameters.setInt("limit", limit);
        },
        row ->
            new ReflectionView(
                row.getLong("tick"),
                row.getString("state"),
                Optional.ofNullable(row.getString("reason")),
                row.getInt("entries"),
                row.getTimestamp("asked_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(each -> each.toInstant()),
                row.getObject("call_id", UUID.class)));
  }
}
