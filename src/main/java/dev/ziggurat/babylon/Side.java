package dev.ziggurat.babylon;

import java.util.Locale;

/** The two answers of a market. */
public enum Side {
  YES,
  NO;

  /** The winning side for this outcome. */
  public static Side of(boolean outcome) {
    return outcome ? YES : NO;
  }

  /** The name in actions, briefings and tables: {@code yes} or {@code no}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
