package dev.ziggurat.simulator.agent;

import java.util.List;

/**
 * Reproducible random numbers: the same seed and words give the same numbers on any machine
 * (SplitMix64 by Steele, Lea and Flood over an FNV-1a hash of the words). Not for secrets, not
 * thread-safe.
 */
public final class RepeatableRandom {

  private long state;

  private RepeatableRandom(long state) {
    this.state = state;
  }

  /** The generator for a seed and a purpose. */
  public static RepeatableRandom of(long seed, String... words) {
    var hash = 0xcbf29ce484222325L ^ scramble(seed);
    for (var word : words) {
      for (var i = 0; i < word.length(); i++) {
        hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0xffff) * 0x100000001b3L;
    }
    return new RepeatableRandom(hash);
  }

  /** Any 64 bits. */
  public long bits() {
    state += 0x9e3779b97f4a7c15L;
    return scramble(state);
  }

  /** A number from 0 to 1, exclusive. */
  public double fraction() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** A whole number from {@code low} to {@code high}, inclusive. */
  public long between(long low, long high) {
    return low + (long) (fraction() * (high - low + 1));
  }

  /** True with this probability. */
  public boolean chance(double probability) {
    return fraction() < probability;
  }

  /** One of these; must not be empty. */
  public <T> T pick(List<T> choices) {
    return choices.get((int) between(0, choices.size() - 1L));
  }

  private static long scramble(long value) {
    var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
