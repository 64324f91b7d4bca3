package dev.ziggurat.provider;

import dev.ziggurat.llm.TokenUsage;

/** Normalizes the token counts of a usage object. */
public final class TokenCounts {

  /** Far above any real count; keeps a wrong value from overflowing the cost. */
  private static final long MAX = 1_000_000_000L;

  private TokenCounts() {}

  /** The reported count; 0 when absent or negative. */
  public static long count(Long reported) {
    return reported == null ? 0 : Math.clamp(reported, 0, MAX);
  }

  /** Counts of an answer; a part is at most the whole it belongs to. */
  public static TokenUsage usage(
      long input, long cached, long cacheWrite, long output, long reasoning) {
    var read = Math.min(cached, input);
    return new TokenUsage(
        input, read, Math.min(cacheWrite, input - read), output, Math.min(reasoning, output));
  }
}
