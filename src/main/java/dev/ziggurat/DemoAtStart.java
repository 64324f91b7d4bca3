package dev.ziggurat;

import dev.ziggurat.admin.Foundation;
import dev.ziggurat.babylon.DemoGame;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the demo game in profiles dev and demo, once. */
@Singleton
class DemoAtStart {

  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Foundation foundation;
  private final boolean seed;

  DemoAtStart(
      Foundation foundation,
      @ConfigProperty(name = "ziggurat.demo.seed", defaultValue = "false") boolean seed) {
    this.foundation = foundation;
    this.seed = seed;
  }

  void begin(@Observes StartupEvent start) {
    if (seed && foundation.create(DemoGame.game(PERIOD), DemoGame.agents())) {
      Log.info("Created the demo game babylon with 12 agents");
    }
  }
}
