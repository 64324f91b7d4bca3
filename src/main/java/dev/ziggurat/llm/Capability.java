package dev.ziggurat.llm;

/** What a model can be asked for beyond plain text. */
public enum Capability {
  /** Holds its answer to a JSON Schema. */
  JSON_SCHEMA,
  /** Holds its answer to some JSON object. */
  JSON_OBJECT,
  /** Takes a temperature other than its default. */
  TEMPERATURE,
  /** Calls functions. */
  TOOLS,
  /** Sees images. */
  VISION,
  /** Thinks before it answers; the thinking counts as output. */
  REASONING
}
