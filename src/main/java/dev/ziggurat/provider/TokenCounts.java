package dev.ziggurat.provider;

/** Reads the numbers of a usage object. */
public final class TokenCounts {

  /** No call has more; keeps a mad number from overflowing a cost. */
  private static final long MOST = 1_000_000_000L;

  private TokenCounts() {}

  /** The count told, 0 when absent or negative. */
  public static long count(Long told) {
    return told == null ? 0 : Math.clamp(told, 0, MOST);
  }
}
