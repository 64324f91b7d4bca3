package dev.ziggurat.llm;

/** Why the model stopped. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  /** The provider withheld the answer, or the model declined. */
  REFUSAL,
  OTHER
}
