package dev.ziggurat.llm;

/** Why generation stopped. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  /** A content filter of the provider, or the model declined. */
  REFUSAL,
  OTHER
}
