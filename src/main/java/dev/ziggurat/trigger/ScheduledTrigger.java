package dev.ziggurat.trigger;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.ProcessEnding;
import dev.ziggurat.world.Game;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Triggers every running game at the configured times, in a long-running process. A game whose last
 * trigger is still running is skipped; the others do not wait for it.
 */
@Singleton
public class ScheduledTrigger {

  private final Games games;
  private final TickTrigger trigger;
  private final Semaphore places;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

  ScheduledTrigger(Games games, TickTrigger trigger, TriggerConfig config) {
    this.games = games;
    this.trigger = trigger;
    this.places = new Semaphore(config.gamesAtOnce(), true);
  }

  @Scheduled(
      cron = "${ziggurat.trigger.cron:off}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tick() {
    for (var game : running()) {
      if (inFlight.add(game.id())) {
        Thread.ofVirtual().name("scheduled-trigger-" + game.id()).start(() -> tick(game.id()));
      }
    }
  }

  /** The running games; none if the database does not answer, until the next time. */
  private List<Game> running() {
    try {
      return games.running();
    } catch (DatabaseException away) {
      Log.warnf("The scheduler skipped this time: %s", away.getMessage());
      return List.of();
    }
  }

  private void tick(String game) {
    try {
      places.acquire();
      try {
        trigger.fire(
            new TickTrigger.Request(
                Optional.of(game), Optional.empty(), Optional.empty(), Optional.empty()));
      } finally {
        places.release();
      }
    } catch (NoSuchGame | ProcessEnding | DatabaseException reason) {
      Log.infof("The scheduler skipped game %s: %s", game, reason.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.remove(game);
    }
  }
}
