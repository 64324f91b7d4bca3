package dev.ziggurat.guardrails;

import java.util.Locale;

/** What a guardrail looks at. */
public enum CallSide {
  /** What is sent to the model. */
  REQUEST,
  /** What the model says. */
  ANSWER;

  /** Its name in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
