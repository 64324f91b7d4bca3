package dev.ziggurat.llm;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The JSON Schema an answer must match.
 *
 * @param name at most 64 letters, digits, underscores and hyphens (OpenAI's limit)
 * @param schema restricted to what all four built-in providers accept in strict mode: every
 *     property required, {@code additionalProperties: false} on every object, no numeric or length
 *     bounds
 * @param size of the schema as JSON
 * @param json the schema as JSON; its bytes are made once, however often it is written
 */
public record AnswerSchema(String name, JsonNode schema, TextSize size, SerializableString json) {

  /** A schema; must not be changed afterwards. */
  public AnswerSchema(String name, JsonNode schema) {
    this(name, schema, new SerializedString(schema.toString()));
  }

  private AnswerSchema(String name, JsonNode schema, SerializableString json) {
    this(name, schema, TextSize.of(json.getValue()), json);
  }
}
