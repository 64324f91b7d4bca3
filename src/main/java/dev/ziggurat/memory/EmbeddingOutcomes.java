package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What came of the embeddings of games: how many there are, and why full text is used instead. */
@Singleton
public class EmbeddingOutcomes {

  private final Database database;

  EmbeddingOutcomes(Database database) {
    this.database = database;
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
}
