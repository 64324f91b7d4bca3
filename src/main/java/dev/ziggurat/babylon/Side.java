package dev.ziggurat.babylon;

import java.util.Locale;

/** The two answers a market trades. */
public enum Side {
  YES,
  NO;

  /** The side that is right if the market's outcome is this. */
  public static Side of(boolean outcome) {
    return outcome ? YES : NO;
  }

  /** As actions, briefings and tables spell it: {@code yes} or {@code no}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
