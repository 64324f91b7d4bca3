package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Gives a trigger either the lease of its game and a tick to run, or the report of a tick that is
 * running or closed. The lease expires by the database's clock; there is no heartbeat.
 */
@Singleton
public class Lease {

  private final Database database;
  private final TickStore ticks;
  private final TickConfig config;
  private final InstantSource time;

  Lease(Database database, TickStore ticks, TickConfig config, InstantSource time) {
    this.database = database;
    this.ticks = ticks;
    this.config = config;
    this.time = time;
  }

  /** A lease just taken. */
  private record Taken(
      Game game, long epoch, long lastTick, Optional<Instant> lastSlot, long settingsVersion) {}

  /**
   * Tries to take the lease.
   *
   * @param deadline when the runner must be done
   * @throws NoSuchGame if there is no such game
   */
  LeaseGrant ask(Trigger trigger, Instant deadline) {
    return known(trigger)
        .or(() -> tooShort(trigger))
        .<LeaseGrant>map(LeaseGrant.Answer::new)
        .orElseGet(() -> take(trigger, deadline));
  }

  /** With too little time every agent would be skipped, so no tick is begun. */
  private Optional<TickReport> tooShort(Trigger trigger) {
    if (trigger.budget().compareTo(config.leastBudget()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        TickReport.skipped(
            trigger,
            "%d ms are left, a tick needs at least %d ms (ziggurat.tick.least-budget)"
                .formatted(
                    Math.max(0, trigger.budget().toMillis()), config.leastBudget().toMillis()),
            false));
  }

  private Optional<TickReport> known(Trigger trigger) {
    return ticks.find(trigger.game(), trigger.key(), trigger.slot()).flatMap(this::answer);
  }

  /** Empty when the tick must be continued: its runner is dead, or it failed and can be resumed. */
  private Optional<TickReport> answer(StoredTick tick) {
    if (tick.report().isPresent()) {
      return tick.resumable() ? Optional.empty() : Optional.of(tick.report().get().again());
    }
    return tick.leaseAlive()
        ? Optional.of(
            TickReport.underway(tick.game(), tick.number(), tick.slot(), tick.startedAt()))
        : Optional.empty();
  }

  private LeaseGrant take(Trigger trigger, Instant deadline) {
    var granted =
        database.inTransaction(
            () -> leased(trigger, deadline).map(taken -> tick(trigger, deadline, taken)));
    return granted.orElseGet(() -> new LeaseGrant.Answer(refused(trigger)));
  }

  private Optional<Taken> leased(Trigger trigger, Instant deadline) {
    var length = ChronoUnit.MILLIS.between(time.instant(), deadline.plus(config.leaseMargin()));
    return database.first(
        """
        update game set epoch = epoch + 1,
          lease_until = clock_timestamp() + make_interval(secs => :length / 1000.0)
        where id = :id and state = 'running' and deleted_at is null
          and (lease_until is null or lease_until < clock_timestamp())
        returning game.id, name, world, seed, period_millis, width, budget_millis, batch, epoch, last_tick,
          (select slot from tick where game_id = game.id and number = last_tick) as last_slot,
          (select version from system_settings where id = 'system') as settings_version
        """,
        parameters -> {
          parameters.setLong("length", length);
          parameters.setString("id", trigger.game());
        },
        Lease::taken);
  }

  private static Taken taken(ResultSet row) throws SQLException {
    return new Taken(
        Games.read(row),
        row.getLong("epoch"),
        row.getLong("last_tick"),
        Optional.ofNullable(row.getTimestamp("last_slot")).map(Timestamp::toInstant),
        row.getLong("settings_version"));
  }

  /** With the lease held: the unfinished tick, the tick of this key, or a new one. */
  private LeaseGrant tick(Trigger trigger, Instant deadline, Taken taken) {
    var old = ticks.unfinishedOrOf(trigger, taken.lastTick());
    var unfinished = old.stream().filter(tick -> tick.report().isEmpty()).findFirst();
    var same =
        old.stream()
            .filter(tick -> tick.key().equals(trigger.key()) || tick.slot().equals(trigger.slot()))
            .findFirst();
    if (unfinished.isPresent()) {
      return adopt(unfinished.get(), trigger, deadline, taken, true);
    }
    if (same.isPresent() && same.get().resumable()) {
      return adopt(same.get(), trigger, deadline, taken, false);
    }
    if (same.isPresent()) {
      release(trigger.game(), taken.epoch());
      return new LeaseGrant.Answer(same.get().report().orElseThrow().again());
    }
    var slot = trigger.slotAfter(taken.lastSlot());
    if (slot.isEmpty()) {
      release(trigger.game(), taken.epoch());
      return new LeaseGrant.Answer(
          TickReport.skipped(
              trigger,
              "slots of a game only grow: tick %d already has the slot %s"
                  .formatted(taken.lastTick(), taken.lastSlot().orElseThrow()),
              false));
    }
    return begin(trigger, slot.get(), deadline, taken);
  }

  private LeaseGrant adopt(
      StoredTick old, Trigger trigger, Instant deadline, Taken taken, boolean takenOver) {
    var phase = takenOver ? old.phase() : Tick.Phase.PLANNED;
    ticks.adopt(old, taken.epoch(), phase);
    if (!takenOver) {
      ticks.resetTurns(old);
    }
    return new LeaseGrant.Run(
        new Tick(
            old.of(taken.game()),
            old.number(),
            old.key(),
            old.slot(),
            taken.epoch(),
            phase,
            old.startedAt(),
            deadline.minus(trigger.reserve(config.reserve())),
            deadline,
            trigger.limited() ? Optional.empty() : Optional.of(deadline.minus(trigger.budget())),
            taken.settingsVersion()),
        takenOver);
  }

  private LeaseGrant begin(Trigger trigger, Instant slot, Instant deadline, Taken taken) {
    var tick =
        new Tick(
            taken.game(),
            taken.lastTick() + 1,
            trigger.key(),
            slot,
            taken.epoch(),
            Tick.Phase.TRIGGERED,
            time.instant().truncatedTo(ChronoUnit.MICROS),
            deadline.minus(trigger.reserve(config.reserve())),
            deadline,
            trigger.limited() ? Optional.empty() : Optional.of(deadline.minus(trigger.budget())),
            taken.settingsVersion());
    ticks.insert(tick);
    return new LeaseGrant.Run(tick, false);
  }

  private TickReport refused(Trigger trigger) {
    return known(trigger)
        .orElseGet(
            () ->
                database
                    .first(
                        """
                        select state, last_tick, lease_until from game
                        where id = :id and deleted_at is null
                        """,
                        parameters -> parameters.setString("id", trigger.game()),
                        row -> refusal(trigger, row))
                    .orElseThrow(() -> new NoSuchGame(trigger.game())));
  }

  private static TickReport refusal(Trigger trigger, ResultSet row) throws SQLException {
    if (row.getString("state").equals("paused")) {
      return TickReport.skipped(trigger, "the game is paused", false);
    }
    var until = Optional.ofNullable(row.getTimestamp("lease_until")).map(Timestamp::toInstant);
    return TickReport.skipped(
        trigger,
        "tick %d is running; its lease ends %s"
            .formatted(row.getLong("last_tick"), until.map(Instant::toString).orElse("now")),
        true);
  }

  /**
   * Raises the epoch of a tick whose turns several processes thought, before it is applied: one of
   * those that try may apply it, and what the others still journal is late.
   *
   * @throws FenceLost if another process was first, or has taken the tick over
   */
  Tick succeed(Tick tick) {
    return database
        .inTransaction(
            () ->
                database.first(
                    """
                    with next as (
                      update game set epoch = epoch + 1 where id = :id and epoch = :epoch returning id, epoch)
                    update tick set epoch = next.epoch from next
                    where tick.game_id = next.id and tick.number = :number
                    returning tick.epoch, tick.phase
                    """,
                    parameters -> {
                      parameters.setString("id", tick.game().id());
                      parameters.setLong("epoch", tick.epoch());
                      parameters.setLong("number", tick.number());
                    },
                    row -> tick.under(row.getLong("epoch"), Tick.Phase.of(row.getString("phase")))))
        .orElseThrow(() -> new FenceLost(tick));
  }

  /** Extends the lease of a tick whose deadline was moved, if this runner still holds it. */
  void extend(Tick tick, Duration later) {
    var millis =
        ChronoUnit.MILLIS.between(
            time.instant(), tick.deadline().plus(later).plus(config.leaseMargin()));
    database.update(
        """
        update game set lease_until = greatest(lease_until,
          clock_timestamp() + make_interval(secs => :length / 1000.0))
        where id = :id and epoch = :epoch
        """,
        parameters -> {
          parameters.setLong("length", millis);
          parameters.setString("id", tick.game().id());
          parameters.setLong("epoch", tick.epoch());
        });
  }

  /** Releases the lease, if this runner still holds it. */
  void release(String game, long epoch) {
    database.update(
        "update game set lease_until = null where id = :id and epoch = :epoch",
        parameters -> {
          parameters.setString("id", game);
          parameters.setLong("epoch", epoch);
        });
  }
}
