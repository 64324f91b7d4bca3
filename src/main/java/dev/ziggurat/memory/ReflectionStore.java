package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.memory.ReflectionPrompt.Reflected;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The reflections that were asked for. A row is committed before its model is asked, so that there
 * is one call at most for each agent and due tick, in all processes.
 */
@Singleton
public class ReflectionStore {

  /** How long after its time a call without a result belongs to a dead process. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** The most entries that one reflection looks at. */
  private static final int MAX_LINES = 100;

  /** More than the agents of any game. */
  private static final int MAX_AGENTS = 10_000;

  private final Database database;
  private final Ledger ledger;

  ReflectionStore(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** An agent that is due to reflect. */
  record Due(String handle, String persona) {}

  /** A call that is about to be made. */
  record Claim(String handle, ReflectionCosts.AtMost cost) {}

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
   * The handles of agents with something new to reflect on that have not been asked for this tick,
   * those whose last reflection is longest ago first.
   *
   * @param after the due tick before this one
   */
  List<String> due(String game, long after, long due) {
    return database.query(
        """
        select handle from agent
        where game_id = :gameId and deleted_at is null and kind = 'model'
          and exists (
            select from memory_entry where memory_entry.game_id = agent.game_id
              and memory_entry.handle = agent.handle and memory_entry.tick > :after
              and memory_entry.kind = 'turn' and memory_entry.played and memory_entry.deleted_at is null)
          and not exists (
            select from memory_reflection asked where asked.game_id = agent.game_id
              and asked.handle = agent.handle and asked.tick = :due)
        order by (select max(tick) from memory_reflection asked where asked.game_id = agent.game_id
          and asked.handle = agent.handle) nulls first, handle
        limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("after", after);
          parameters.setLong("due", due);
          parameters.setInt("limit", MAX_AGENTS);
        },
        row -> row.getString(1));
  }

  /** The agents of these handles that are still there. */
  List<Due> agents(String game, Collection<String> handles) {
    return database.query(
        """
        select handle, persona from agent
        where game_id = :gameId and handle = any(:handles) and deleted_at is null
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", handles);
        },
        row -> new Due(row.getString(1), row.getString(2)));
  }

  /** The newest entries of these agents by handle, the newest first. */
  Map<String, List<MemoryLine>> newest(String game, Collection<String> handles) {
    return database
        .query(
            """
            select entry.handle, entry.id, entry.tick, entry.kind, entry.text
            from unnest(:handles::text[]) as asked (handle) cross join lateral (
              select handle, id, tick, kind, text from memory_entry
              where game_id = :gameId and memory_entry.handle = asked.handle and deleted_at is null
              order by tick desc, id desc limit :limit) as entry
            order by entry.handle, entry.tick desc, entry.id desc
            """,
            parameters -> {
              parameters.setTexts("handles", handles);
              parameters.setString("gameId", game);
              parameters.setInt("limit", MAX_LINES);
            },
            row -> Map.entry(row.getString("handle"), line(row)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static MemoryLine line(ResultSet row) throws SQLException {
    return new MemoryLine(
        row.getObject("id", UUID.class),
        row.getLong("tick"),
        row.getString("kind"),
        row.getString("text"));
  }

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
        "providers",
        claims.stream()
            .map(claim -> claim.cost().first().map(offer -> offer.provider().id()).orElse("none"))
            .toList());
    parameters.setTexts(
        "models",
        claims.stream()
            .map(claim -> claim.cost().first().map(offer -> offer.model().id()).orElse("none"))
            .toList());
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
            ledger.record(result.attempts().stream().map(ReflectionStore::late).toList());
            ledger.settleOrphans(result.attempts());
          }
          return null;
        });
  }

  private static Attempt late(Attempt attempt) {
    return attempt.outcome() == OutcomeClass.OK ? attempt.as(OutcomeClass.LATE) : attempt;
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

  /** Marks all that are still due for this tick as not asked, because the budget is used up. */
  int overBudget(String game, long after, long due, String reason, Instant now) {
    var handles = due(game, after, due);
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

  private record Orphan(String provider, String model, boolean priceKnown) {}

  /**
   * Gives up calls of dead processes: each becomes an orphaned attempt at its maximum cost, and is
   * not made again.
   *
   * @return how many there were
   */
  int orphan(String game, Instant now) {
    var orphans =
        database.query(
            """
            with given_up as (
              update memory_reflection set state = 'orphaned', ended_at = :now,
                reason = 'its process ended while the call may have been in flight'
              where game_id = :gameId and state = 'asking' and answer_until < :before
              returning *),
            recorded as (
              insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
                model_asked, outcome, reason, latency_millis, cost_nano, at_most_nano, price_known,
                simulated)
              select md5(call_id || '#orphan')::uuid, call_id, 0, asked_at, 'reflection', game_id, tick,
                handle, asking_provider, asking_model, 'ORPHANED', reason, 0, 0, asking_at_most_nano,
                asking_price_known, asking_simulated
              from given_up where asking_provider <> 'none'
                and not exists (select 1 from attempt known where known.call_id = given_up.call_id)
              on conflict (id) do nothing)
            select asking_provider, asking_model, asking_price_known from given_up
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setInstant("now", now);
              parameters.setInstant("before", now.minus(MARGIN));
            },
            row -> new Orphan(row.getString(1), row.getString(2), row.getBoolean(3)));
    orphans.stream()
        .filter(orphan -> !orphan.priceKnown())
        .forEach(orphan -> ledger.alarm(orphan.provider(), orphan.model()));
    return orphans.size();
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
