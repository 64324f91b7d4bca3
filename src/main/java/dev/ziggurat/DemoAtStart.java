package dev.ziggurat;

import dev.ziggurat.babylon.DemoGame;
import dev.ziggurat.command.Invocation;
import dev.ziggurat.games.GameCreation;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Creates the demo game, once, where the configuration wants one. */
@Singleton
class DemoAtStart {

  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final GameCreation gameCreation;
  private final DemoConfig config;

  DemoAtStart(GameCreation gameCreation, DemoConfig config) {
    this.gameCreation = gameCreation;
    this.config = config;
  }

  void begin(@Observes StartupEvent start) {
    if (config.seed()
        && !Invocation.isCommand()
        && gameCreation.create(DemoGame.game(PERIOD), DemoGame.agents())) {
      Log.info("Created the demo game babylon with 12 agents");
    }
  }
}
