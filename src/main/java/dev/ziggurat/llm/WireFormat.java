package dev.ziggurat.llm;

/** The wire format of a provider's API. */
public enum WireFormat {
  /** OpenAI's {@code POST /chat/completions}. */
  OPENAI,
  /** Anthropic's {@code POST /v1/messages}. */
  CLAUDE
}
