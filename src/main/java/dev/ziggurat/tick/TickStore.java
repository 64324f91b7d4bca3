package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
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
      from tick join game on game.id = tick.game_id where tick.game_id = :gameId and
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
        SELECT + "(trigger_key = :key or slot = :slot) order by trigger_key = :key desc",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("key", key);
          parameters.setInstant("slot", slot);
        },
        this::read);
  }

  /** The tick that several processes think, if it is still held by the epoch that planned it. */
  Optional<StoredTick> planned(SharedTick shared) {
    return database.first(
        SELECT
            + "number = :number and phase = 'planned' and tick.epoch = :epoch and game.epoch = :epoch",
        parameters -> {
          parameters.setString("gameId", shared.game());
          parameters.setLong("number", shared.number());
          parameters.setLong("epoch", shared.epoch());
        },
        this::read);
  }

  /** The tick of this number, if its world failed in it and it is not closed. */
  Optional<StoredTick> stuck(String game, long number) {
    return database.first(
        SELECT + "number = :number and phase <> 'closed' and world_failure is not null",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("number", number);
        },
        this::read);
  }

  /**
   * The unfinished tick, which can only be the last one, and the trigger's tick, by key before by
   * slot.
   */
  List<StoredTick> unfinishedOrOf(Trigger trigger, long lastTick) {
    return database.query(
        SELECT
            + "((number = :lastTick and phase <> 'closed') or trigger_key = :key or slot = :slot) order by trigger_key = :key desc",
        parameters -> {
          parameters.setString("gameId", trigger.game());
          parameters.setLong("lastTick", lastTick);
          parameters.setString("key", trigger.key());
          parameters.setInstant("slot", trigger.slot());
        },
        this::read);
  }

  void insert(Tick tick) {
    database.update(
        """
        with counted as (update game set last_tick = :lastTick where id = :gameId)
        insert into tick (game_id, number, trigger_key, slot, epoch, started_at, game_seed,
          game_period_millis)
        values (:gameId, :number, :triggerKey, :slot, :epoch, :startedAt, :gameSeed, :gamePeriodMillis)
        """,
        parameters -> {
          parameters.setLong("lastTick", tick.number());
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("number", tick.number());
          parameters.setString("triggerKey", tick.key());
          parameters.setInstant("slot", tick.slot());
          parameters.setLong("epoch", tick.epoch());
          parameters.setInstant("startedAt", tick.startedAt());
          parameters.setLong("gameSeed", tick.game().seed());
          parameters.setLong("gamePeriodMillis", tick.game().period().toMillis());
        });
  }

  /** Assigns a tick to a new runner. */
  void adopt(StoredTick old, long epoch, Tick.Phase phase) {
    database.update(
        """
        update tick set epoch = :epoch, phase = :phase, outcome = null, report = null, closed_at = null,
          began_in = pg_current_xact_id(), closed_in = null
        where game_id = :gameId and number = :number
        """,
        parameters -> {
          parameters.setLong("epoch", epoch);
          parameters.setString("phase", phase.stored());
          parameters.setString("gameId", old.game());
          parameters.setLong("number", old.number());
        });
  }

  /** Resets the turns of a failed tick that is resumed. */
  void resetTurns(StoredTick failed) {
    database.update(
        "update turn set state = 'due', undecided = false, held = false, held_by = null, budget_note = null where game_id = :gameId and tick = :tick and state <> 'applied'",
        parameters -> {
          parameters.setString("gameId", failed.game());
          parameters.setLong("tick", failed.number());
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
