package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import dev.ziggurat.world.World;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** The kinds of worlds that games can use. */
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

  /** The world of a game. */
  public World of(Game game) {
    return worlds.stream()
        .filter(world -> world.kind().equals(game.world()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "world: game %s uses '%s', known worlds are %s"
                        .formatted(game.id(), game.world(), kinds())));
  }
}
