package dev.ziggurat.tick;

import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Does what messages of a {@link ShardQueue} ask for. Whatever they say, the database decides: a
 * message that comes twice or late does nothing.
 */
@Singleton
public class ShardRunner {

  private final ShardStore shards;
  private final SharedThink think;
  private final TickRunner runner;
  private final Lease lease;
  private final WorldFailures worldFailures;
  private final OpenWorlds worlds;
  private final GracefulShutdown gracefulShutdown;
  private final TickListener watch;

  ShardRunner(
      ShardStore shards,
      SharedThink think,
      TickRunner runner,
      Lease lease,
      WorldFailures worldFailures,
      OpenWorlds worlds,
      GracefulShutdown gracefulShutdown,
      TickListener watch) {
    this.shards = shards;
    this.think = think;
    this.runner = runner;
    this.lease = lease;
    this.worldFailures = worldFailures;
    this.worlds = worlds;
    this.gracefulShutdown = gracefulShutdown;
    this.watch = watch;
  }

  /** What came of a message. */
  public enum Result {
    /** What it asks for is done: by this process, or by another one before. */
    DONE,
    /** The tick is closed, or another runner has taken it over: there is nothing to do. */
    OUTDATED,
    /** This process shuts down, or had too little time: another one should get the message. */
    LEFT
  }

  /**
   * Thinks the turns of a shard that are still due, and closes the tick if they were the last.
   *
   * @throws dev.ziggurat.db.DatabaseException if the database does not answer
   */
  public Result think(Shard shard) {
    return whileRunning(() -> shards.find(shard.tick()).map(tick -> think(tick, shard)));
  }

  /**
   * Thinks the turns of a shard as {@link #think(Shard)} does, but not longer than this process
   * may.
   *
   * @return {@link Result#LEFT} if turns are left for which there was no time
   * @throws dev.ziggurat.db.DatabaseException if the database does not answer
   */
  public Result think(Shard shard, Instant until) {
    var asked = shard.tick();
    if (!until.isBefore(asked.thinkUntil())) {
      return think(shard);
    }
    var shorter =
        new SharedTick(
            asked.game(),
            asked.number(),
            asked.epoch(),
            asked.settingsVersion(),
            until,
            asked.deadline());
    var result = think(new Shard(shorter, shard.first(), shard.last()));
    return result == Result.DONE
            && shards.find(asked).filter(tick -> think.isDue(tick, shard)).isPresent()
        ? Result.LEFT
        : result;
  }

  /**
   * Closes a tick whose time to think is over; who has not thought by now is passed over.
   *
   * @throws dev.ziggurat.db.DatabaseException if the database does not answer
   */
  public Result close(SharedTick shared) {
    return whileRunning(() -> shards.find(shared).map(this::close));
  }

  private interface Work {
    Optional<Result> run();
  }

  private Result whileRunning(Work work) {
    try {
      gracefulShutdown.enter();
    } catch (ProcessEnding ending) {
      return Result.LEFT;
    }
    try {
      return work.run().orElse(Result.OUTDATED);
    } catch (FenceLost lost) {
      return Result.OUTDATED;
    } catch (TickHandedBack handedBack) {
      Log.info(handedBack.getMessage());
      return Result.LEFT;
    } finally {
      gracefulShutdown.leave();
    }
  }

  private Result think(Tick tick, Shard shard) {
    var watched = watch.joined(tick);
    try {
      worlds.with(
          tick,
          world -> {
            think.run(tick, shard, world, watched);
            return null;
          });
      watched.left();
    } catch (WorldUnavailable unavailable) {
      watched.brokenOff(unavailable);
      // Whoever planned the tick, or closes it, finds the reason there.
      worldFailures.store(tick, unavailable);
      return Result.DONE;
    } catch (RuntimeException brokenOff) {
      watched.brokenOff(brokenOff);
      throw brokenOff;
    }
    try {
      if (shards.progress(tick).thought()) {
        runner.finish(tick);
      }
    } catch (FenceLost _) {
      // Another process was first to close it.
    }
    return Result.DONE;
  }

  private Result close(Tick tick) {
    var progress = shards.progress(tick);
    if (!progress.thought() && progress.worldFailure().isPresent()) {
      // Nobody is passed over because of the world: the next trigger continues the tick at once.
      lease.release(tick.game().id(), tick.epoch());
    } else {
      runner.finish(tick);
    }
    return Result.DONE;
  }
}
