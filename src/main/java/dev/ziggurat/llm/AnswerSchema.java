package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The JSON Schema an answer must match.
 *
 * @param name at most 64 letters, digits, underscores and hyphens (OpenAI's limit)
 * @param schema restricted to what all four built-in providers accept in strict mode: every
 *     property required, {@code additionalProperties: false} on every object, no numeric or length
 *     bounds
 * @param size of the schema as JSON
 */
public record AnswerSchema(String name, JsonNode schema, TextSize size) {

  /** A schema; must not be changed afterwards. */
  public AnswerSchema(String name, JsonNode schema) {
    this(name, schema, TextSize.of(schema.toString()));
  }
}
