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
 * Triggers every running game at the configured times, where a process runs all the time. A game
 * whose last trigger has not ended is passed over; the others do not wait for it.
 */
@Singleton
public class ScheduledTrigger {

  private final Games games;
  private final TickTrigger trigger;
  private final Semaphore places;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

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
      if (underWay.add(game.id())) {
        Thread.ofVirtual().name("scheduled-trigger-" + game.id()).start(() -> tick(game.id()));
      }
    }
  }

  /** None where nobody can tell: the next time is soon. */
  private List<Game> running() {
    try {
      return games.running();
    } catch (DatabaseException away) {
      Log.warnf("The scheduler ticked no game: %s", away.getMessage());
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
      Log.infof("The scheduler did not tick %s: %s", game, reason.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(game);
    }
  }
}
