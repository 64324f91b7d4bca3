package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import dev.ziggurat.world.World;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** The worlds a game can play. */
@Singleton
public class Worlds {

  private final List<World> worlds;

  Worlds(@All List<World> worlds) {
    this.worlds = worlds;
  }

  /** The kinds of worlds. */
  public List<String> kinds() {
    return worlds.stream().map(World::kind).toList();
  }

  /** The world that the game plays. */
  public World of(Game game) {
    return worlds.stream()
        .filter(world -> world.kind().equals(game.world()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "world: game %s plays '%s', but the worlds are %s"
                        .formatted(game.id(), game.world(), kinds())));
  }
}
