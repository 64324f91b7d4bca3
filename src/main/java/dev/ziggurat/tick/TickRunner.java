package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseOutage;
import dev.ziggurat.world.World;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the tick of a trigger from its current phase to its end. An unfinished tick of a dead runner
 * is finished first.
 */
@Singleton
public class TickRunner {

  /** How many abandoned ticks a trigger finishes at most before its own. */
  private static final int MAX_TAKE_OVERS = 3;

  private final Lease lease;
  private final Plan plan;
  private final TakeOver takeOver;
  private final SharedThink think;
  private final Apply apply;
  private final Close close;
  private final ClosedElsewhere closedElsewhere;
  private final TextRetention textRetention;
  private final WorldFailures worldFailures;
  private final Worlds worlds;
  private final GracefulShutdown gracefulShutdown;
  private final Database database;
  private final TickConfig config;
  private final InstantSource time;
  private final TickLog log;
  private final TickListener watch;
  private final Event<FailedTick> failed;
  private final List<AfterTick> afterTick;

  TickRunner(
      Lease lease,
      Plan plan,
      TakeOver takeOver,
      SharedThink think,
      Apply apply,
      Close close,
      ClosedElsewhere closedElsewhere,
      TextRetention textRetention,
      WorldFailures worldFailures,
      Worlds worlds,
      GracefulShutdown gracefulShutdown,
      Database database,
      TickConfig config,
      InstantSource time,
      TickLog log,
      TickListener watch,
      Event<FailedTick> failed,
      @All List<AfterTick> afterTick) {
    this.lease = lease;
    this.plan = plan;
    this.takeOver = takeOver;
    this.think = think;
    this.apply = apply;
    this.close = close;
    this.closedElsewhere = closedElsewhere;
    this.textRetention = textRetention;
    this.worldFailures = worldFailures;
    this.worlds = worlds;
    this.gracefulShutdown = gracefulShutdown;
    this.database = database;
    this.config = config;
    this.time = time;
    this.log = log;
    this.watch = watch;
    this.failed = failed;
    this.afterTick = List.copyOf(afterTick);
  }

  /**
   * Runs the tick and returns its report. Errors are reported too, so that one game's failure does
   * not hide the reports of others.
   *
   * @throws NoSuchGame if there is no such game
   * @throws ProcessEnding if the process is shutting down and the tick has not begun
   */
  public TickReport run(Trigger trigger) {
    return run(trigger, begun -> {});
  }

  /**
   * Runs the tick as {@link #run(Trigger)} does.
   *
   * @param begun receives the trigger's own tick when it begins
   */
  public TickReport run(Trigger trigger, Consumer<Tick> begun) {
    try {
      return ask(trigger, begun);
    } catch (NoSuchGame | ProcessEnding told) {
      throw told;
    } catch (RuntimeException broken) {
      return broken(trigger, broken);
    }
  }

  private TickReport broken(Trigger trigger, RuntimeException failure) {
    var outage = DatabaseOutage.reason(failure);
    if (outage.isPresent()) {
      Log.errorf(
          "The tick of %s at %s failed: %s (%s)",
          trigger.game(), trigger.slot(), outage.get(), failure.getMessage());
    } else {
      Log.errorf(failure, "The tick of %s at %s failed", trigger.game(), trigger.slot());
    }
    return told(TickReport.broken(trigger, outage.orElse("internal error (see the log)")));
  }

  /** Of a tick that did not close, which {@link Close} would have told of. */
  private TickReport told(TickReport report) {
    try {
      failed.fire(new FailedTick(report, time.instant()));
    } catch (RuntimeException unheard) {
      Log.warnf(
          "Nobody may have heard that a tick of %s failed: %s",
          report.game(), unheard.getMessage());
    }
    return report;
  }

  private TickReport ask(Trigger trigger, Consumer<Tick> begun) {
    var deadline = time.instant().plus(trigger.budget());
    for (var takeOvers = 0; takeOvers <= MAX_TAKE_OVERS; takeOvers++) {
      if (gracefulShutdown.hasBegun()) {
        throw new ProcessEnding();
      }
      switch (lease.ask(trigger, deadline)) {
        case LeaseGrant.Answer answer -> {
          return log.answered(answer.report());
        }
        case LeaseGrant.Run run -> {
          if (!trigger.asksFor(run.tick())) {
            var finished = finish(run);
            if (finished.isUnfinished()) {
              return finished.before(trigger);
            }
          } else {
            begun.accept(run.tick());
            return finish(run);
          }
        }
      }
      if (time.instant().isAfter(deadline.minus(config.leastBudget()))) {
        break;
      }
    }
    return log.answered(
        TickReport.skipped(
            trigger, "the time was spent on finishing an abandoned tick; trigger again", false));
  }

  private TickReport finish(LeaseGrant.Run run) {
    var watched = watch.begun(run.tick(), run.takenOver());
    var tick = run.tick();
    try {
      tick = thought(tick, run.takenOver(), watched);
      return closed(tick, watched);
    } catch (FenceLost lost) {
      var report = closedElsewhere.await(tick);
      if (report.isPresent()) {
        watched.closed(report.get());
        return log.answered(report.get());
      }
      watched.brokenOff(lost);
      return brokenOff(tick, lost);
    } catch (RuntimeException brokenOff) {
      watched.brokenOff(brokenOff);
      return brokenOff(tick, brokenOff);
    }
  }

  /**
   * Applies and closes a tick whose turns several processes thought, if no other process does.
   *
   * @throws FenceLost if another process was first
   */
  void finish(Tick shared) {
    var tick = lease.succeed(shared);
    var watched = watch.begun(tick, false);
    try {
      closed(tick, watched);
    } catch (RuntimeException brokenOff) {
      watched.brokenOff(brokenOff);
      brokenOff(tick, brokenOff);
    }
  }

  /** What is done after a closed tick cannot break it. */
  private void between(Tick tick) {
    for (var each : afterTick) {
      try {
        each.closed(tick);
      } catch (RuntimeException failed) {
        Log.errorf(failed, "After tick %d of %s: it stays closed", tick.number(), tick.game().id());
      }
    }
  }

  /** Handles a tick that did not close here. */
  private TickReport brokenOff(Tick tick, RuntimeException why) {
    switch (why) {
      case FenceLost lost -> {
        Log.warn(lost.getMessage());
        return TickReport.underway(tick.game().id(), tick.number(), tick.slot(), tick.startedAt());
      }
      case LeftToWorkers left -> {
        Log.info(left.getMessage());
        return TickReport.underway(tick.game().id(), tick.number(), tick.slot(), tick.startedAt());
      }
      case TickHandedBack handedBack -> {
        Log.info(handedBack.getMessage());
        lease.release(tick.game().id(), tick.epoch());
        return TickReport.handedBack(tick, handedBack);
      }
      case WorldUnavailable unavailable -> {
        var failure = worldFailures.store(tick, unavailable);
        lease.release(tick.game().id(), tick.epoch());
        var report = TickReport.unfinished(tick, failure);
        Log.errorf("Tick %d of %s: %s", tick.number(), tick.game().id(), report.reason());
        return told(report);
      }
      default -> {
        // The next trigger takes over at once, without waiting for the lease to expire.
        giveBack(tick, why);
        throw why;
      }
    }
  }

  private void giveBack(Tick tick, RuntimeException failure) {
    try {
      lease.release(tick.game().id(), tick.epoch());
    } catch (RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** The tick with all that is to be applied. */
  private Tick thought(Tick tick, boolean takenOver, TickListener.Run watched) {
    if (takenOver) {
      Log.infof("Taking over tick %d of %s", tick.number(), tick.game().id());
    }
    return switch (tick.phase()) {
      case TRIGGERED -> think.run(tick, plan.run(tick), watched);
      case PLANNED -> {
        takeOver.run(tick);
        yield think.run(tick, reopened(tick), watched);
      }
      case APPLIED, CLOSED -> tick;
    };
  }

  private TickReport closed(Tick tick, TickListener.Run watched) {
    if (tick.phase() == Tick.Phase.TRIGGERED || tick.phase() == Tick.Phase.PLANNED) {
      apply.run(tick);
    }
    var report = log.closed(close.run(tick));
    textRetention.run(tick.game());
    watched.closed(report);
    between(tick);
    return report;
  }

  /** Nothing was applied yet, so the world is still the one the tick began with. */
  private World.State reopened(Tick tick) {
    return database.inTransaction(() -> worlds.of(tick.game()).open(tick.game()));
  }
}
