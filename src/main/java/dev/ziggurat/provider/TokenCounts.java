package dev.ziggurat.provider;

/** Normalizes the token counts of a usage object. */
public final class TokenCounts {

  /** Far above any real count; keeps a wrong value from overflowing the cost. */
  private static final long MAX = 1_000_000_000L;

  private TokenCounts() {}

  /** The reported count; 0 when absent or negative. */
  public static long count(Long reported) {
    return reported == null ? 0 : Math.clamp(reported, 0, MAX);
  }
}
