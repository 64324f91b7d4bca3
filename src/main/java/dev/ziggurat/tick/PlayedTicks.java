package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Entry;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what was played in closed ticks from the journal. */
@Singleton
class PlayedTicks {

  private final Database database;
  private final DecisionParser decisions;

  PlayedTicks(Database database, DecisionParser decisions) {
    this.database = database;
    this.decisions = decisions;
  }

  /** A row of the outer join: a tick and one of its turns, if any. */
  private record Row(PlayedTick tick, Optional<Entry.Turn> turn) {}

  /** The number of the last tick that has closed; 0 before the first. */
  long last(String game) {
    return database
        .first(
            "select coalesce(max(number), 0) from tick where game_id = :gameId and phase = 'closed'",
            parameters -> parameters.setString("gameId", game),
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** The closed ticks in this range, in order, read from one snapshot. */
  List<PlayedTick> between(String game, long first, long last) {
    var rows =
        database.query(
            """
            select number, slot, coalesce(game_seed, game.seed) as game_seed,
              coalesce(game_period_millis, game.period_millis) as game_period_millis, played, digest,
              position, handle, decision
            from tick join game on game.id = tick.game_id
            left join turn on turn.game_id = tick.game_id and turn.tick = tick.number
              and turn.state = 'applied'
            where tick.game_id = :gameId and number between :first and :last and phase = 'closed'
            order by number, position
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("first", first);
              parameters.setLong("last", last);
            },
            this::row);
    var ticks = new ArrayList<PlayedTick>();
    for (var row : rows) {
      if (ticks.isEmpty() || ticks.getLast().number() != row.tick().number()) {
        ticks.add(row.tick());
      }
      row.turn().ifPresent(ticks.getLast().turns()::add);
    }
    return ticks;
  }

  private Row row(ResultSet row) throws SQLException {
    return new Row(
        new PlayedTick(
            row.getLong("number"),
            row.getTimestamp("slot").toInstant(),
            row.getLong("game_seed"),
            Duration.ofMillis(row.getLong("game_period_millis")),
            row.getString("played"),
            row.getString("digest"),
            new ArrayList<>()),
        turn(row));
  }

  private Optional<Entry.Turn> turn(ResultSet row) throws SQLException {
    var handle = row.getString("handle");
    return handle == null
        ? Optional.empty()
        : Optional.of(
            new Entry.Turn(
                row.getInt("position"),
                handle,
                decisions.restored(row.getString("decision")).actions()));
  }
}
