package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The worlds of ticks whose shards are thought in this process: shards of one tick that are thought
 * at the same time are briefed from one state, if its world writes briefings without preparing
 * them. Nothing changes a world while its tick is thought.
 */
@Singleton
class OpenWorlds {

  private final Database database;
  private final Worlds worlds;
  private final Map<Key, Shared> open = new HashMap<>();

  OpenWorlds(Database database, Worlds worlds) {
    this.database = database;
    this.worlds = worlds;
  }

  private record Key(String game, long tick, long epoch) {}

  /** A state with those that use it; guarded by itself, the count by the map. */
  private static final class Shared {
    private int users;
    private World.State state;
  }

  /** Does the work with the state of the tick's world. */
  <T> T with(Tick tick, Function<World.State, T> work) {
    var key = new Key(tick.game().id(), tick.number(), tick.epoch());
    Shared shared;
    synchronized (open) {
      shared = open.computeIfAbsent(key, _ -> new Shared());
      shared.users++;
    }
    try {
      return work.apply(state(tick, shared));
    } finally {
      synchronized (open) {
        shared.users--;
        if (shared.users == 0) {
          open.remove(key);
        }
      }
    }
  }

  private World.State state(Tick tick, Shared shared) {
    synchronized (shared) {
      if (shared.state == null || shared.state.preparesBriefings()) {
        shared.state = database.inTransaction(() -> worlds.of(tick.game()).open(tick.game()));
      }
      return shared.state;
    }
  }
}
