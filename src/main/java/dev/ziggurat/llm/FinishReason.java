package dev.ziggurat.llm;

/** Why generation stopped. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  /** A content filter of the provider, or the model declined. */
  REFUSAL,
  /** None was given, or one that is not known to mean a complete answer: the answer is cut. */
  OTHER;

  /** Whether the answer is complete. */
  public boolean complete() {
    return this != OTHER;
  }
}
