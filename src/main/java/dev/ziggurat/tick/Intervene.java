package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.InterventionType;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Closed → closed: applies an operator's action between two ticks and journals it in one
 * transaction. It locks the game's row and raises its epoch, so that no tick begins meanwhile and
 * no earlier runner can write.
 */
@Singleton
public class Intervene {

  /** The most interventions between two ticks. */
  private static final int MAX_INTERVENTIONS = 1_000;

  private final Database database;
  private final Worlds worlds;
  private final InterventionStore interventions;
  private final InstantSource time;

  Intervene(Database database, Worlds worlds, InterventionStore interventions, InstantSource time) {
    this.database = database;
    this.worlds = worlds;
    this.interventions = interventions;
    this.time = time;
  }

  /** A game's row, locked. */
  private record Locked(Game game, long lastTick, boolean leased, Optional<Instant> leaseUntil) {}

  /** The last tick of a game. */
  private record Last(Tick.Phase phase, Instant slot) {}

  /**
   * Intervenes in a game, paused or not, in the caller's transaction or in one of its own.
   *
   * @param who identity of the operator
   * @throws NoSuchGame if there is no such game
   * @throws GameBusy if a tick is running or unfinished
   * @throws dev.ziggurat.world.WorldUnavailable if the world cannot be asked; the transaction must
   *     be rolled back
   * @throws InterventionRefused if the referee refuses it; the transaction must be rolled back
   */
  public Intervention run(String game, Action action, String who) {
    return database.joinTransaction(() -> intervened(game, action, who));
  }

  private Intervention intervened(String id, Action action, String who) {
    var locked = lock(id).orElseThrow(() -> new NoSuchGame(id));
    var game = locked.game();
    var world = worlds.of(game);
    checkOffered(world, id, action);
    var tick = locked.lastTick();
    var last = last(id, tick);
    check(locked, last);
    var epoch = raiseEpoch(id);
    var before = interventions.last(id, tick);
    if (before.ordinal() >= MAX_INTERVENTIONS) {
      throw new GameBusy(
          "tick %d was followed by %d interventions, the maximum; trigger a tick first"
              .formatted(tick, MAX_INTERVENTIONS));
    }
    var state = world.open(game);
    var ordinal = Math.max(before.ordinal(), state.spentOrdinals(tick)) + 1;
    var at = now(last.map(Last::slot), before.at());
    var applied =
        state.apply(
            new Moment(tick, at),
            ApplyKey.intervention(tick, ordinal, epoch),
            List.of(new Entry.Intervention(ordinal, action)));
    var intervened = accepted(applied.interventions().getFirst());
    var intervention =
        new Intervention(
            Intervention.id(tick, ordinal),
            tick,
            ordinal,
            at,
            who,
            action.arguments(),
            intervened.effect(),
            applied.digest());
    interventions.insert(game, intervention);
    Log.infof("Intervention %s in %s by %s: %s", intervention.id(), id, who, action.type());
    return intervention;
  }

  private static void checkOffered(World world, String game, Action action) {
    var types = world.interventionTypes(game).stream().map(InterventionType::type).toList();
    if (!types.contains(action.type())) {
      throw new InterventionRefused(
          new Intervened.Refused(
              types.isEmpty()
                  ? "type: games of the world " + world.kind() + " take no interventions"
                  : "type: must be one of " + String.join(", ", types),
              true));
    }
  }

  private Optional<Locked> lock(String game) {
    return database.first(
        "select "
            + Games.COLUMNS
            + ", last_tick, lease_until, coalesce(lease_until >= clock_timestamp(), false) as leased"
            + " from game where id = :id and deleted_at is null for update",
        parameters -> parameters.setString("id", game),
        Intervene::locked);
  }

  private static Locked locked(ResultSet row) throws SQLException {
    return new Locked(
        Games.read(row),
        row.getLong("last_tick"),
        row.getBoolean("leased"),
        Optional.ofNullable(row.getTimestamp("lease_until")).map(Timestamp::toInstant));
  }

  private Optional<Last> last(String game, long tick) {
    return database.first(
        "select phase, slot from tick where game_id = :gameId and number = :number",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("number", tick);
        },
        row -> new Last(Tick.Phase.of(row.getString(1)), row.getTimestamp(2).toInstant()));
  }

  private static void check(Locked locked, Optional<Last> last) {
    if (locked.leased()) {
      throw new GameBusy(
          "tick %d is running, until %s at the latest; try again when it has closed"
              .formatted(
                  locked.lastTick(), locked.leaseUntil().map(Instant::toString).orElse("now")));
    }
    if (last.isPresent() && last.get().phase() != Tick.Phase.CLOSED) {
      throw new GameBusy(
          "tick %d was left unfinished; trigger a tick, which finishes it first, and try again"
              .formatted(locked.lastTick()));
    }
  }

  private long raiseEpoch(String game) {
    return database
        .first(
            "update game set epoch = epoch + 1 where id = :id returning epoch",
            parameters -> parameters.setString("id", game),
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** Never before the last slot or intervention: a slot may be ahead of the clock. */
  private Instant now(Optional<Instant> slot, Optional<Instant> intervention) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    return Stream.concat(slot.stream(), intervention.stream())
        .filter(now::isBefore)
        .max(Instant::compareTo)
        .orElse(now);
  }

  private static Intervened accepted(Intervened intervened) {
    intervened
        .refused()
        .ifPresent(
            refused -> {
              throw new InterventionRefused(refused);
            });
    return intervened;
  }
}
