package dev.ziggurat;

import dev.ziggurat.admin.Foundation;
import dev.ziggurat.babylon.DemoGame;
import dev.ziggurat.command.Invocation;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Creates the demo game, once, where the configuration wants one. */
@Singleton
class DemoAtStart {

  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Foundation foundation;
  private final DemoConfig config;

  DemoAtStart(Foundation foundation, DemoConfig config) {
    this.foundation = foundation;
    this.config = config;
  }

  void begin(@Observes StartupEvent start) {
    if (config.seed()
        && !Invocation.isCommand()
        && foundation.create(DemoGame.game(PERIOD), DemoGame.agents())) {
      Log.info("Created the demo game babylon with 12 agents");
    }
  }
}
