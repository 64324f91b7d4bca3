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
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Creates the demo game of each world that has one, if configured and not yet created. Without that
 * nothing of games and worlds is needed to start.
 */
@Singleton
class DemoAtStart {

  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Instance<GameCreation> gameCreation;
  private final Instance<Games> games;
  private final Instance<Worlds> worlds;
  private final DemoConfig config;

  DemoAtStart(
      Instance<GameCreation> gameCreation,
      Instance<Games> games,
      Instance<Worlds> worlds,
      DemoConfig config) {
    this.gameCreation = gameCreation;
    this.games = games;
    this.worlds = worlds;
    this.config = config;
  }

  void begin(@Observes StartupEvent start) {
    if (config.seed() && !Invocation.isCommand()) {
      worlds.get().all().stream()
          .map(DemoAtStart::demo)
          .flatMap(Optional::stream)
          .forEach(this::create);
    }
  }

  private static Optional<Demo> demo(World world) {
    return world.demo(PERIOD);
  }

  private void create(Demo demo) {
    if (gameCreation.get().create(demo.game(), demo.agents())) {
      games.get().remember(demo.game().id(), MemorySettings.DEMO);
      Log.infof("Created the demo game %s with %d agents", demo.game().id(), demo.agents().size());
    }
  }
}
