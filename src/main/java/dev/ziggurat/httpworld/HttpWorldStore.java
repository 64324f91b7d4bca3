package dev.ziggurat.httpworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Moment;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of {@code http_world} and what belongs to them. */
@Singleton
class HttpWorldStore {

  private final Database database;
  private final EventRetention retention;
  private final ObjectMapper json;

  HttpWorldStore(Database database, EventRetention retention, ObjectMapper json) {
    this.database = database;
    this.retention = retention;
    this.json = json;
  }

  /** Writes where the world of a new game is, in the caller's transaction. */
  void insert(String game, String instance, WorldAddress address, Manifest manifest, Instant now) {
    database.update(
        """
        insert into http_world (game_id, instance, url, key_variable, manifest, manifest_at)
        values (:gameId, :instance, :url, :keyVariable, :manifest, :manifestAt)
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("instance", instance);
          parameters.setString("url", address.url());
          parameters.setString("keyVariable", address.keyVariable());
          parameters.setString("manifest", manifest.source().toString());
          parameters.setInstant("manifestAt", now);
        });
  }

  Optional<HttpWorldRow> find(String game) {
    return database.first(
        """
        select game_id, instance, url, key_variable, manifest, manifest_at,
          founding is not null as founded, opening_digest, digest
        from http_world where game_id = :gameId
        """,
        parameters -> parameters.setString("gameId", game),
        this::read);
  }

  private HttpWorldRow read(ResultSet row) throws SQLException {
    return new HttpWorldRow(
        row.getString("game_id"),
        row.getString("instance"),
        new WorldAddress(row.getString("url"), row.getString("key_variable")),
        Manifest.of(tree(row.getString("manifest"))),
        row.getTimestamp("manifest_at").toInstant(),
        row.getBoolean("founded"),
        Optional.ofNullable(row.getString("opening_digest")),
        Optional.ofNullable(row.getString("digest")));
  }

  /**
   * What the world of a game was founded with, as it was sent. It names all agents, so it is read
   * only where it is needed.
   */
  Optional<ObjectNode> founding(String game) {
    return database
        .first(
            "select founding from http_world where game_id = :gameId and founding is not null",
            parameters -> parameters.setString("gameId", game),
            row -> row.getString("founding"))
        .map(text -> (ObjectNode) tree(text));
  }

  private JsonNode tree(String stored) {
    try {
      return json.readTree(stored);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The world has moved. */
  void move(String game, WorldAddress address, Manifest manifest, Instant now) {
    database.update(
        """
        update http_world set url = :url, key_variable = :keyVariable, manifest = :manifest,
          manifest_at = :manifestAt where game_id = :gameId
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("url", address.url());
          parameters.setString("keyVariable", address.keyVariable());
          parameters.setString("manifest", manifest.source().toString());
          parameters.setInstant("manifestAt", now);
        });
  }

  void refresh(String game, Manifest manifest, Instant now) {
    database.update(
        """
        update http_world set manifest = :manifest, manifest_at = :manifestAt
        where game_id = :gameId
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("manifest", manifest.source().toString());
          parameters.setInstant("manifestAt", now);
        });
  }

  void founded(String game, ObjectNode founding, Change change, Moment moment) {
    database.update(
        """
        update http_world set founding = :founding, opening_digest = :digest, digest = :digest
        where game_id = :gameId
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("founding", founding.toString());
          parameters.setString("digest", change.digest());
        });
    write(game, change, moment);
  }

  void applied(String game, String key, Change change, Moment moment) {
    database.update(
        "update http_world set digest = :digest, applied_key = :key where game_id = :gameId",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("digest", change.digest());
          parameters.setString("key", key);
        });
    write(game, change, moment);
  }

  private void write(String game, Change change, Moment moment) {
    if (!change.microScores().isEmpty()) {
      writeScores(game, change.microScores());
    }
    if (!change.events().isEmpty()) {
      writeEvents(game, change.events(), moment);
      retention.begin(game);
    }
  }

  /** One statement for all agents; those that the game does not have are left out. */
  private void writeScores(String game, Map<String, Long> microScores) {
    database.joiningManyRows(() -> write(game, List.copyOf(microScores.entrySet())));
  }

  private int write(String game, List<Map.Entry<String, Long>> scores) {
    return database.update(
        """
        insert into http_world_score (game_id, handle, score)
        select game_id, handle, told.score::bigint
        from unnest(:handles::text[], :scores::text[]) as told (handle, score)
        join agent using (handle) where agent.game_id = :gameId
        on conflict (game_id, handle) do update set score = excluded.score
          where http_world_score.score <> excluded.score
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", scores.stream().map(Map.Entry::getKey).toList());
          parameters.setTexts(
              "scores", scores.stream().map(score -> score.getValue().toString()).toList());
        });
  }

  private void writeEvents(String game, List<Change.Event> events, Moment moment) {
    database.update(
        """
        insert into http_world_event (game_id, tick, ordinal, at, agent, text)
        select :gameId, :tick, told.number + (
            select coalesce(max(ordinal), 0) from http_world_event
            where game_id = :gameId and tick = :tick),
          :at, nullif(told.agent, ''), told.text
        from unnest(:agents::text[], :texts::text[]) with ordinality as told (agent, text, number)
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", moment.tick());
          parameters.setInstant("at", moment.slot());
          parameters.setTexts(
              "agents", events.stream().map(event -> event.agent().orElse("")).toList());
          parameters.setTexts("texts", events.stream().map(Change.Event::text).toList());
        });
  }

  /**
   * Notes, in a transaction of its own, the intervention that is about to be sent, unless another
   * one may have been sent under its key.
   *
   * @return false if another one may have been sent
   */
  boolean claim(String game, long tick, int ordinal, String content) {
    return database.inTransaction(
        () ->
            database
                .first(
                    """
                    insert into http_world_sent (game_id, tick, ordinal, content)
                    values (:gameId, :tick, :ordinal, :content)
                    on conflict (game_id) do update
                      set tick = excluded.tick, ordinal = excluded.ordinal,
                        content = excluded.content, refused = false
                      where http_world_sent.tick <> excluded.tick
                        or http_world_sent.ordinal <> excluded.ordinal
                        or http_world_sent.content = excluded.content
                    returning 1
                    """,
                    parameters -> {
                      parameters.setString("gameId", game);
                      parameters.setLong("tick", tick);
                      parameters.setInt("ordinal", ordinal);
                      parameters.setString("content", content);
                    },
                    row -> true)
                .orElse(false));
  }

  /** The intervention was not sent after all. */
  void unclaim(String game) {
    database.inTransaction(
        () ->
            database.update(
                "delete from http_world_sent where game_id = :gameId",
                parameters -> parameters.setString("gameId", game)));
  }

  /** The world refused the last intervention. */
  void spend(String game) {
    database.inTransaction(
        () ->
            database.update(
                "update http_world_sent set refused = true where game_id = :gameId",
                parameters -> parameters.setString("gameId", game)));
  }

  /** The greatest ordinal after a tick that the world refused an intervention under; else 0. */
  int spentOrdinal(String game, long tick) {
    return database
        .first(
            """
            select ordinal from http_world_sent
            where game_id = :gameId and tick = :tick and refused
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("tick", tick);
            },
            row -> row.getInt(1))
        .orElse(0);
  }
}
