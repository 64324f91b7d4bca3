package dev.ziggurat.llm;

/** The language a provider's API speaks. */
public enum WireFormat {
  /** OpenAI's {@code POST /chat/completions}. */
  OPENAI,
  /** Anthropic's {@code POST /v1/messages}. */
  CLAUDE
}
