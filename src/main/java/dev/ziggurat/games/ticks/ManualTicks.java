package dev.ziggurat.games.ticks;

import dev.ziggurat.tick.GracefulShutdown;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TickRunner;
import dev.ziggurat.tick.Trigger;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Ticks started by an admin; their slot is the time of the request. */
@Singleton
class ManualTicks {

  private final GracefulShutdown gracefulShutdown;
  private final TickRunner runner;
  private final TickConfig config;
  private final InstantSource time;

  ManualTicks(
      GracefulShutdown gracefulShutdown, TickRunner runner, TickConfig config, InstantSource time) {
    this.gracefulShutdown = gracefulShutdown;
    this.runner = runner;
    this.config = config;
    this.time = time;
  }

  private Trigger trigger(Game game, Optional<String> key) {
    var arrival = time.instant().truncatedTo(ChronoUnit.MICROS);
    return Trigger.unscheduled(
        game.id(), key.orElse(arrival.toString()), arrival, game.budget().orElse(config.budget()));
  }

  /**
   * Runs a tick to its end.
   *
   * @throws dev.ziggurat.tick.ProcessEnding if the process is shutting down
   */
  TickReport run(Game game, Optional<String> key) {
    gracefulShutdown.enter();
    try {
      return runner.run(trigger(game, key));
    } finally {
      gracefulShutdown.leave();
    }
  }

  /**
   * Starts a tick in the background.
   *
   * @return that it is running, or why it did not start
   * @throws dev.ziggurat.tick.ProcessEnding if the process is shutting down
   */
  TickReport start(Game game, Optional<String> key) {
    gracefulShutdown.enter();
    var known = new CompletableFuture<TickReport>();
    Thread.ofVirtual()
        .name("tick-" + game.id())
        .start(
            () -> {
              try {
                known.complete(
                    runner.run(trigger(game, key), tick -> known.complete(TickReport.begun(tick))));
              } catch (RuntimeException e) {
                known.completeExceptionally(e);
              } finally {
                gracefulShutdown.leave();
              }
            });
    return await(known);
  }

  private static TickReport await(CompletableFuture<TickReport> known) {
    try {
      return known.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException own ? own : failed;
    }
  }
}
