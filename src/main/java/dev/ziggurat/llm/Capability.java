package dev.ziggurat.llm;

/** Optional features of a model. */
public enum Capability {
  /** Structured output by JSON Schema. */
  JSON_SCHEMA,
  /** JSON mode: the answer is some JSON object. */
  JSON_OBJECT,
  /** Accepts a temperature other than its default. */
  TEMPERATURE,
  /** Tool calls. */
  TOOLS,
  /** Image input. */
  VISION,
  /** Reasoning before the answer; reasoning tokens count as output. */
  REASONING,
  /** Returns vectors of texts; such a model does not chat. */
  EMBEDDINGS
}
