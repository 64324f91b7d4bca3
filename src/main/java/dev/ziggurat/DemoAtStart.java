package dev.ziggurat;

import dev.ziggurat.command.Invocation;
import dev.ziggurat.games.GameCreation;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Demo;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Creates the demo game of each world that has one, if configured and not yet created. */
@Singleton
class DemoAtStart {

  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final GameCreation gameCreation;
  private final Games games;
  private final Worlds worlds;
  private final DemoConfig config;

  DemoAtStart(GameCreation gameCreation, Games games, Worlds worlds, DemoConfig config) {
    this.gameCreation = gameCreation;
    this.games = games;
    this.worlds = worlds;
    this.config = config;
  }

  void begin(@Observes StartupEvent start) {
    if (config.seed() && !Invocation.isCommand()) {
      worlds.all().stream().map(DemoAtStart::demo).flatMap(Optional::stream).forEach(this::create);
    }
  }

  private static Optional<Demo> demo(World world) {
    return world.demo(PERIOD);
  }

  private void create(Demo demo) {
    if (gameCreation.create(demo.game(), demo.agents())) {
      games.remember(demo.game().id(), MemorySettings.DEMO);
      Log.infof("Created the demo game %s with %d agents", demo.game().id(), demo.agents().size());
    }
  }
}
