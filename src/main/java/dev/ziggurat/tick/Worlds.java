package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import dev.ziggurat.world.Scores;
import dev.ziggurat.world.World;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The kinds of worlds that games can use. */
@Singleton
public class Worlds {

  private final List<World> worlds;

  Worlds(@All List<World> worlds) {
    this.worlds = List.copyOf(worlds);
    var kinds = new HashSet<String>();
    for (var world : worlds) {
      if (!kinds.add(world.kind())) {
        throw new IllegalStateException("world: two worlds are called '" + world.kind() + "'");
      }
    }
  }

  /** All of them, beginning with the one that games play which name none. */
  public List<World> all() {
    return worlds;
  }

  /** The kinds of worlds. */
  public List<String> kinds() {
    return worlds.stream().map(World::kind).toList();
  }

  /** The kind of world that games play which name none. */
  public String defaultKind() {
    return worlds.getFirst().kind();
  }

  /** The world of this kind, if there is one. */
  public Optional<World> find(String kind) {
    return worlds.stream().filter(world -> world.kind().equals(kind)).findFirst();
  }

  /** The world that the game plays. */
  public World of(Game game) {
    return find(game.world())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "world: game %s uses '%s', known worlds are %s"
                        .formatted(game.id(), game.world(), kinds())));
  }

  /** The score of a game; empty if its world keeps none, or is not there any more. */
  public Optional<Scores> scores(Game game) {
    return find(game.world()).flatMap(world -> world.scores(game.id()));
  }
}
