package dev.ziggurat.babylon;

import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The game a newcomer watches. */
public final class DemoGame {

  private static final long SEED = 1_754L;

  private DemoGame() {}

  /** The game "Babylon", with this time from tick to tick. */
  public static Game game(Duration period) {
    return new Game("babylon", "Babylon", Babylon.KIND, SEED, period, OptionalInt.empty());
  }

  /** Its twelve agents. */
  public static List<Agent> agents() {
    return Personas.twelve();
  }
}
