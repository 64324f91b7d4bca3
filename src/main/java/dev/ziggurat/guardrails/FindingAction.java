package dev.ziggurat.guardrails;

/** What happens when a guardrail finds something in a text. */
public enum FindingAction {
  /** It is replaced. */
  MASK,
  /** The whole request or answer is refused. */
  REFUSE
}
