package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of {@code tick}. */
@Singleton
public class TickStore {

  private static final String SELECT =
      """
      select tick.game_id, number, trigger_key, slot, phase, started_at, report,
        coalesce(game_seed, game.seed) as game_seed,
        coalesce(game_period_millis, game.period_millis) as game_period_millis,
        number = game.last_tick and not exists (
          select 1 from intervention
          where intervention.game_id = tick.game_id and after_tick = number) as last,
        coalesce(game.lease_until >= clock_timestamp(), false) as lease_alive
      from tick join game on game.id = tick.game_id where tick.game_id = ? and
      """;

  private final Database database;
  private final ObjectMapper json;

  TickStore(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /** The tick of this key or slot. */
  Optional<StoredTick> find(String game, String key, Instant slot) {
    return database.first(
        SELECT + "(trigger_key = ? or slot = ?) order by trigger_key = ? desc",
        statement -> {
          statement.setString(1, game);
          statement.setString(2, key);
          statement.setTimestamp(3, Timestamp.from(slot));
          statement.setString(4, key);
        },
        this::read);
  }

  /**
   * The tick that was left unfinished, which can only be the last one, and that of the trigger, by
   * key before by slot.
   */
  List<StoredTick> unfinishedOrOf(Trigger trigger, long lastTick) {
    return database.query(
        SELECT
            + "((number = ? and phase <> 'closed') or trigger_key = ? or slot = ?) order by trigger_key = ? desc",
        statement -> {
          statement.setString(1, trigger.game());
          statement.setLong(2, lastTick);
          statement.setString(3, trigger.key());
          statement.setTimestamp(4, Timestamp.from(trigger.slot()));
          statement.setString(5, trigger.key());
        },
        this::read);
  }

  void insert(Tick tick) {
    database.update(
        """
        with counted as (update game set last_tick = ? where id = ?)
        insert into tick (game_id, number, trigger_key, slot, epoch, started_at, game_seed,
          game_period_millis)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        statement -> {
          statement.setLong(1, tick.number());
          statement.setString(2, tick.game().id());
          statement.setString(3, tick.game().id());
          statement.setLong(4, tick.number());
          statement.setString(5, tick.key());
          statement.setTimestamp(6, Timestamp.from(tick.slot()));
          statement.setLong(7, tick.epoch());
          statement.setTimestamp(8, Timestamp.from(tick.startedAt()));
          statement.setLong(9, tick.game().seed());
          statement.setLong(10, tick.game().period().toMillis());
        });
  }

  /** Puts a tick into the hands of a new runner. */
  void adopt(StoredTick old, long epoch, Tick.Phase phase) {
    database.update(
        """
        update tick set epoch = ?, phase = ?, outcome = null, report = null, closed_at = null,
          began_in = pg_current_xact_id(), closed_in = null
        where game_id = ? and number = ?
        """,
        statement -> {
          statement.setLong(1, epoch);
          statement.setString(2, phase.stored());
          statement.setString(3, old.game());
          statement.setLong(4, old.number());
        });
  }

  /** What a failed tick's turns came to counts no more, from the moment it is resumed. */
  void giveEveryTurnAnotherChance(StoredTick failed) {
    database.update(
        "update turn set state = 'due' where game_id = ? and tick = ? and state <> 'applied'",
        statement -> {
          statement.setString(1, failed.game());
          statement.setLong(2, failed.number());
        });
  }

  private StoredTick read(ResultSet row) throws SQLException {
    return new StoredTick(
        row.getString("game_id"),
        row.getLong("number"),
        row.getString("trigger_key"),
        row.getTimestamp("slot").toInstant(),
        Tick.Phase.of(row.getString("phase")),
        row.getTimestamp("started_at").toInstant(),
        row.getLong("game_seed"),
        Duration.ofMillis(row.getLong("game_period_millis")),
        Optional.ofNullable(row.getString("report")).map(this::report),
        row.getBoolean("last"),
        row.getBoolean("lease_alive"));
  }

  TickReport report(String stored) {
    try {
      return json.readValue(stored, TickReport.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String stored(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
