package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps responses in the database, each for the key that made it; the owner of an admin's is the
 * UUID of zeros. What is not used for the retention period is not found any more.
 */
@Singleton
class ResponseStore {

  /** A conversation may have as many turns. */
  static final int MAX_TURNS = 1_000;

  /** The responses that a request refers to may have as many bytes together. */
  static final long MAX_BYTES = 16L << 20;

  /** A continued response is marked as used at most this often, not at every turn. */
  private static final Duration MARKED_EVERY = Duration.ofHours(1);

  private final Database database;
  private final ResponsesConfig config;
  private final InstantSource time;
  private final ObjectReader json;

  ResponseStore(Database database, ResponsesConfig config, InstantSource time, ObjectMapper json) {
    this.database = database;
    this.config = config;
    this.time = time;
    this.json = json.reader();
  }

  /** A response as it is written; empty if it is too large, or nothing is kept. */
  Optional<KeptRow> row(UUID owner, StoredTurn turn) {
    var response = turn.response().toString();
    var input = turn.input().toString();
    var bytes = bytes(response) + bytes(input);
    return config.keep().isZero() || bytes > config.largest().asLongValue()
        ? Optional.empty()
        : Optional.of(
            new KeptRow(owner, turn.id(), turn.previous(), time.instant(), response, input, bytes));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Writes responses in one transaction. */
  void save(List<KeptRow> rows) {
    database.inTransaction(
        () -> {
          database.batch(
              """
              insert into response (id, owner, previous, created_at, used_at, response, input, bytes)
              values (:id, :owner, :previous, :at, :at, :response, :input, :bytes)
              """,
              rows,
              (parameters, row) -> {
                parameters.setObject("id", row.id());
                parameters.setObject("owner", row.owner());
                parameters.setObject("previous", row.previous().orElse(null), Types.OTHER);
                parameters.setInstant("at", row.at());
                parameters.setString("response", row.response());
                parameters.setString("input", row.input());
                parameters.setLong("bytes", row.bytes());
              });
          rows.forEach(row -> row.previous().ifPresent(id -> mark(row.owner(), id, row.at())));
          return rows.size();
        });
  }

  /** What a conversation continues is kept as long as the conversation. */
  private void mark(UUID owner, UUID previous, Instant now) {
    database.update(
        """
        with recursive turn as (
          select id, previous, 1 as depth from response where id = :id and owner = :owner
          union all
          select earlier.id, earlier.previous, turn.depth + 1
          from response earlier join turn on earlier.id = turn.previous
          where earlier.owner = :owner and turn.depth < :most)
        update response set used_at = :now where id in (select id from turn) and used_at < :marked
        """,
        parameters -> {
          parameters.setObject("id", previous);
          parameters.setObject("owner", owner);
          parameters.setInt("most", MAX_TURNS);
          parameters.setInstant("now", now);
          parameters.setInstant("marked", now.minus(MARKED_EVERY));
        });
  }

  /** A response of this owner. */
  Optional<StoredTurn> find(UUID owner, UUID id) {
    return findAll(owner, List.of(id)).stream().findFirst();
  }

  /** The responses of this owner among these, as many as have {@link #MAX_BYTES} together. */
  List<StoredTurn> findAll(UUID owner, Collection<UUID> ids) {
    return database.query(
        """
        select id, previous, response, input from (
          select *, sum(bytes) over (order by id) - bytes as before from response
          where id = any(:ids) and owner = :owner and used_at >= :since) as found
        where before < :mostBytes
        """,
        parameters -> {
          parameters.setUuids("ids", ids);
          parameters.setObject("owner", owner);
          parameters.setInstant("since", since());
          parameters.setLong("mostBytes", MAX_BYTES);
        },
        this::turn);
  }

  /**
   * The turns up to this response, the first one first; none where there is no such response. What
   * its first turn continued is not there any more.
   *
   * @return empty if there are more than {@value #MAX_TURNS} of them, or they have more than {@link
   *     #MAX_BYTES}
   */
  Optional<List<StoredTurn>> conversation(UUID owner, UUID last) {
    var turns =
        database.query(
            """
            with recursive turn as (
              select id, previous, 1 as depth, bytes as total from response
              where id = :id and owner = :owner and used_at >= :since
              union all
              select earlier.id, earlier.previous, turn.depth + 1, turn.total + earlier.bytes
              from response earlier join turn on earlier.id = turn.previous
              where earlier.owner = :owner and earlier.used_at >= :since
                and turn.depth <= :most and turn.total <= :mostBytes)
            select response.id, response.previous, response.response, response.input, turn.total
            from turn join response on response.id = turn.id order by turn.depth
            """,
            parameters -> {
              parameters.setObject("id", last);
              parameters.setObject("owner", owner);
              parameters.setInstant("since", since());
              parameters.setInt("most", MAX_TURNS);
              parameters.setLong("mostBytes", MAX_BYTES);
            },
            row -> new Counted(turn(row), row.getLong("total")));
    return turns.size() > MAX_TURNS || !turns.isEmpty() && turns.getLast().total() > MAX_BYTES
        ? Optional.empty()
        : Optional.of(turns.reversed().stream().map(Counted::turn).toList());
  }

  /**
   * A turn of a conversation.
   *
   * @param total bytes of it and of those after it
   */
  private record Counted(StoredTurn turn, long total) {}

  /** Deletes a response; false if there is none. */
  boolean delete(UUID owner, UUID id) {
    return database.update(
            "delete from response where id = :id and owner = :owner and used_at >= :since",
            parameters -> {
              parameters.setObject("id", id);
              parameters.setObject("owner", owner);
              parameters.setInstant("since", since());
            })
        > 0;
  }

  private Instant since() {
    return time.instant().minus(config.keep());
  }

  private StoredTurn turn(ResultSet row) throws SQLException {
    return new StoredTurn(
        row.getObject("id", UUID.class),
        Optional.ofNullable(row.getObject("previous", UUID.class)),
        tree(row.getString("response")),
        tree(row.getString("input")));
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
