package dev.ziggurat.world;

/**
 * What makes one application of entries unique in its game, for a world that keeps its state where
 * our transactions do not reach.
 *
 * @param key {@code <tick>.<step>} or {@code <tick>.i<ordinal>} for interventions; the same for
 *     every try, whoever makes it, and always with the same entries
 * @param epoch the fencing number of the runner: a world refuses a lower one than it has seen
 */
public record ApplyKey(String key, long epoch) {

  /**
   * The key of a step of a tick.
   *
   * @param step how many steps of this tick were played before
   */
  public static ApplyKey step(long tick, int step, long epoch) {
    return new ApplyKey(tick + "." + step, epoch);
  }

  /** The key of an intervention after a tick. */
  public static ApplyKey intervention(long afterTick, int ordinal, long epoch) {
    return new ApplyKey(afterTick + ".i" + ordinal, epoch);
  }
}
