package dev.ziggurat.httpworld;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.OwnedRowQueue;
import dev.ziggurat.db.OwnedRowRetention;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The list of the calls to worlds. They are written behind their callers, whatever becomes of the
 * callers' transactions.
 */
@Singleton
public class WorldCalls {

  private static final Duration GATHERING = Duration.ofMillis(50);
  private static final long MAX_BYTES = 4L << 20;

  private final Database database;
  private final boolean keeps;
  private final OwnedRowQueue<WorldCall.Row> rows;

  WorldCalls(Database database, HttpWorldConfig config, InstantSource time) {
    this.database = database;
    this.keeps = config.keepCalls().isPositive();
    this.rows =
        new OwnedRowQueue<>(
            "calls-to-worlds",
            GATHERING,
            MAX_BYTES,
            new OwnedRowRetention(
                database,
                time,
                "world_call",
                "id",
                "at",
                config.keepCalls(),
                config.callsPerGame().asLongValue()),
            this::save,
            (count, failed) ->
                Log.warnf(
                    "%d calls to worlds could not be listed: %s", count, failed.getMessage()));
  }

  void add(WorldCall call) {
    if (keeps && !rows.add(new WorldCall.Row(call))) {
      Log.warnf("A call to the world of %s is not listed: too many wait", call.game());
    }
  }

  private void save(List<WorldCall.Row> calls) {
    database.batch(
        """
        insert into world_call (id, owner, game_id, tick, operation, at, duration_millis,
          http_status, outcome, reason, bytes_sent, bytes_received, bytes)
        values (:id, :owner, :gameId, :tick, :operation, :at, :durationMillis,
          :httpStatus, :outcome, :reason, :bytesSent, :bytesReceived, :bytes)
        on conflict (id) do nothing
        """,
        calls,
        (parameters, row) -> {
          var call = row.call();
          parameters.setObject("id", call.id());
          parameters.setObject("owner", row.owner());
          parameters.setString("gameId", call.game());
          parameters.setObject("tick", call.tick().orElse(null), Types.BIGINT);
          parameters.setString("operation", call.operation());
          parameters.setInstant("at", call.at());
          parameters.setLong("durationMillis", call.durationMillis());
          parameters.setInt("httpStatus", call.httpStatus());
          parameters.setString("outcome", call.outcome());
          parameters.setString("reason", call.reason());
          parameters.setLong("bytesSent", call.bytesSent());
          parameters.setLong("bytesReceived", call.bytesReceived());
          parameters.setLong("bytes", row.bytes());
        });
  }

  /**
   * The calls of a tick, in their order.
   *
   * @param limit at most 201
   */
  public List<WorldCall> ofTick(String game, long tick, int limit, int offset) {
    rows.flush();
    return database.query(
        """
        select * from world_call where game_id = :gameId and tick = :tick
        order by at, id limit :limit offset :offset
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", tick);
          parameters.setInt("limit", limit);
          parameters.setInt("offset", offset);
        },
        WorldCalls::read);
  }

  /**
   * The calls of a game that belong to no tick, newest first: founding, what the world is, views.
   *
   * @param limit at most 201
   */
  public List<WorldCall> outsideTicks(String game, int limit, int offset) {
    rows.flush();
    return database.query(
        """
        select * from world_call where game_id = :gameId and tick is null
        order by at desc, id desc limit :limit offset :offset
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("limit", limit);
          parameters.setInt("offset", offset);
        },
        WorldCalls::read);
  }

  private static WorldCall read(ResultSet row) throws SQLException {
    return new WorldCall(
        row.getObject("id", UUID.class),
        row.getString("game_id"),
        Optional.ofNullable(row.getObject("tick", Long.class)),
        row.getString("operation"),
        row.getTimestamp("at").toInstant(),
        row.getLong("duration_millis"),
        row.getInt("http_status"),
        row.getString("outcome"),
        Optional.ofNullable(row.getString("reason")),
        row.getLong("bytes_sent"),
        row.getLong("bytes_received"));
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    rows.flush();
  }
}
