package dev.ziggurat.trigger;

import dev.ziggurat.tick.ProcessEnding;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Triggers every running game at the configured times, where a process runs all the time. */
@Singleton
public class Clockwork {

  private final TickTrigger trigger;

  Clockwork(TickTrigger trigger) {
    this.trigger = trigger;
  }

  @Scheduled(
      cron = "${ziggurat.trigger.cron:off}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tick() {
    try {
      var reports =
          trigger.fire(
              new TickTrigger.Request(
                  Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
      Log.debugf("The scheduler triggered %d games", reports.size());
    } catch (ProcessEnding ending) {
      Log.debug(ending.getMessage());
    }
  }
}
