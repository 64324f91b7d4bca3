package dev.ziggurat.memory;

import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.memory.ReflectionCosts.AtMost;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Vectors of what agents remember, and the calls for them. A row is committed before a provider is
 * asked, so that what was possibly spent is visible if the process dies.
 */
@Singleton
public class MemoryVectors {

  /** How long after its time a call without a result belongs to a dead process. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** Of so many agents all entries are looked at after a tick, of the others the newest. */
  private static final int AGENTS = 50;

  /** More than an agent adds in a tick. */
  private static final int NEWEST = 10;

  private final Database database;
  private final Ledger ledger;

  MemoryVectors(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** An entry that has no vector of the model. */
  record Unembedded(UUID entry, String text) {}

  /**
   * The vector of an entry's text.
   *
   * @param text that the entry must still have
   * @param embedding empty if the text has none
   */
  record Vector(UUID entry, String text, Optional<Embedding> embedding) {}

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
  boolean begin(Caller caller, Purpose purpose, AtMost cost, Instant now, Instant until) {
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
  void mark(Caller caller, AtMost cost) {
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

  private static void bind(Parameters parameters, AtMost cost) throws SQLException {
    parameters.setString(
        "provider", cost.first().map(offer -> offer.provider().id()).orElse("none"));
    parameters.setString("model", cost.first().map(offer -> offer.model().id()).orElse("none"));
    parameters.setLong("atMost", cost.atMost().value());
    parameters.setBoolean("known", cost.priceKnown());
    parameters.setBoolean("simulated", cost.simulated());
  }

  /**
   * Entries of a game without a vector of this model, the newest first. All that is compared of an
   * agent is looked at every few ticks, its newest entries every time.
   *
   * @param compared how many entries of an agent are compared, the newest
   */
  List<Unembedded> unembedded(String game, long tick, String model, int compared, int limit) {
    return database.query(
        """
        with counted as materialized (
          select handle, row_number() over (order by handle) - 1 as place, count(*) over () as agents
          from agent where game_id = :gameId and deleted_at is null and kind <> 'player'),
        looked as (
          select handle, case when place / :agents = :tick % ((agents + :agents - 1) / :agents)
            then :compared else least(:newest, :compared) end as entries
          from counted)
        select entry.id, entry.text from looked cross join lateral (
          select id, tick, text from memory_entry
          where game_id = :gameId and memory_entry.handle = looked.handle and deleted_at is null
          order by tick desc, id desc limit looked.entries) as entry
        left join memory_vector vector on vector.entry_id = entry.id
        where vector.entry_id is null or vector.embedding_model <> :model
          or vector.text_md5 <> md5(entry.text)::uuid
        order by entry.tick desc, entry.id desc limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", tick);
          parameters.setString("model", model);
          parameters.setInt("agents", AGENTS);
          parameters.setInt("newest", NEWEST);
          parameters.setInt("compared", compared);
          parameters.setInt("limit", limit);
        },
        row -> new Unembedded(row.getObject("id", UUID.class), row.getString("text")));
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
          ledger.record(attempts.stream().map(MemoryVectors::late).toList());
          ledger.settleOrphans(attempts);
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

  private static Attempt late(Attempt attempt) {
    return attempt.outcome() == OutcomeClass.OK ? attempt.as(OutcomeClass.LATE) : attempt;
  }

  /** Writes vectors, in the caller's transaction, of entries that still have their text. */
  void save(String model, List<Vector> vectors) {
    database.batch(
        """
        insert into memory_vector (entry_id, embedding_model, text_md5, dimensions, embedding)
        select id, :model, md5(text)::uuid, :dimensions, :embedding
        from memory_entry where id = :id and text = :text and deleted_at is null for share
        on conflict (entry_id) do update set embedding_model = excluded.embedding_model,
          text_md5 = excluded.text_md5, dimensions = excluded.dimensions, embedding = excluded.embedding
        """,
        vectors,
        (parameters, vector) -> {
          var numbers = vector.embedding().map(Embedding::vector).orElse(new float[0]);
          parameters.setObject("id", vector.entry());
          parameters.setString("text", vector.text());
          parameters.setString("model", model);
          parameters.setInt("dimensions", numbers.length);
          parameters.setFloats("embedding", numbers);
        });
  }

  /**
   * Counts what came of the entries of a call.
   *
   * @param failure why they have no vectors; empty if they have
   * @return whether the call before went well
   */
  boolean count(String game, int entries, Optional<String> failure) {
    return database
        .first(
            """
            with former as (select failure from memory_embedding where game_id = :gameId)
            insert into memory_embedding as known (game_id, embedded, failed, failure)
            values (:gameId, :embedded, :failed, :failure)
            on conflict (game_id) do update set embedded = known.embedded + excluded.embedded,
              failed = known.failed + excluded.failed, failure = excluded.failure
            returning (select failure from former) is null
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setInt("embedded", failure.isEmpty() ? entries : 0);
              parameters.setInt("failed", failure.isEmpty() ? 0 : entries);
              parameters.setString("failure", failure);
            },
            row -> row.getBoolean(1))
        .orElseThrow();
  }

  /**
   * Notes why full text chooses what prompts show.
   *
   * @return whether vectors did before
   */
  boolean fallBack(String game, String reason, Instant now) {
    return database
        .first(
            """
            with former as (select fallback_since from memory_embedding where game_id = :gameId)
            insert into memory_embedding as known (game_id, fallback, fallback_since)
            values (:gameId, :reason, :now)
            on conflict (game_id) do update set fallback = excluded.fallback,
              fallback_since = coalesce(known.fallback_since, excluded.fallback_since)
            returning (select fallback_since from former) is null
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setString("reason", reason);
              parameters.setInstant("now", now);
            },
            row -> row.getBoolean(1))
        .orElseThrow();
  }

  /** Notes that vectors choose what prompts show. */
  void recover(String game) {
    database.update(
        """
        update memory_embedding set fallback = null, fallback_since = null
        where game_id = :gameId and fallback is not null
        """,
        parameters -> parameters.setString("gameId", game));
  }

  private record Orphan(String provider, String model, boolean priceKnown) {}

  /**
   * Gives up calls of dead processes: each becomes an orphaned attempt at its maximum cost.
   *
   * @return how many there were
   */
  int orphan(String game, Instant now) {
    var orphans =
        database.query(
            """
            with given_up as (
              delete from memory_embedding_call where game_id = :gameId and answer_until < :before
              returning *),
            recorded as (
              insert into attempt (id, call_id, ordinal, at, source, game_id, tick, provider,
                model_asked, outcome, reason, latency_millis, cost_nano, at_most_nano, price_known,
                simulated)
              select md5(call_id || '#orphan')::uuid, call_id, 0, asked_at, 'memory', game_id, tick,
                asking_provider, asking_model, 'ORPHANED',
                'its process ended while the call may have been in flight', 0, 0, asking_at_most_nano,
                asking_price_known, asking_simulated
              from given_up where asking_provider <> 'none'
                and not exists (select 1 from attempt known where known.call_id = given_up.call_id)
              on conflict (id) do nothing)
            select asking_provider, asking_model, asking_price_known from given_up
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setInstant("before", now.minus(MARGIN));
            },
            row -> new Orphan(row.getString(1), row.getString(2), row.getBoolean(3)));
    orphans.stream()
        .filter(orphan -> !orphan.priceKnown())
        .forEach(orphan -> ledger.alarm(orphan.provider(), orphan.model()));
    return orphans.size();
  }

  /**
   * What came of the embeddings of a game.
   *
   * @param embedded how many texts of entries were embedded
   * @param failed how many times the embedding of an entry failed; it is tried again
   * @param failure why the last call for entries failed; empty if it did not
   * @param fallback why full text chooses what prompts show; empty while vectors do
   */
  @Schema(name = "MemoryEmbeddings")
  public record Outcome(
      long embedded,
      long failed,
      Optional<String> failure,
      Optional<String> fallback,
      Optional<Instant> fallbackSince) {

    private static final Outcome NONE =
        new Outcome(0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What came of the embeddings of a game so far. */
  public Outcome outcome(String game) {
    return database
        .first(
            """
            select embedded, failed, failure, fallback, fallback_since from memory_embedding
            where game_id = :gameId
            """,
            parameters -> parameters.setString("gameId", game),
            row ->
                new Outcome(
                    row.getLong(1),
                    row.getLong(2),
                    Optional.ofNullable(row.getString(3)),
                    Optional.ofNullable(row.getString(4)),
                    Optional.ofNullable(row.getTimestamp(5)).map(each -> each.toInstant())))
        .orElse(Outcome.NONE);
  }
}
