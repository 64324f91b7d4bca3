package dev.ziggurat.memory;

import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Vectors of what agents remember. */
@Singleton
class MemoryVectors {

  /** Of so many agents all entries are looked at after a tick, of the others the newest. */
  private static final int AGENTS = 50;

  /** More than an agent adds in a tick. */
  private static final int NEWEST = 10;

  private final Database database;

  MemoryVectors(Database database) {
    this.database = database;
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
}
