package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The shape an answer must have.
 *
 * @param name at most 64 letters, digits, underscores and hyphens, as OpenAI demands
 * @param schema a JSON Schema that keeps to what all four providers accept in strict mode: every
 *     property required, {@code additionalProperties: false} on every object, no numeric or length
 *     bounds
 */
public record AnswerSchema(String name, JsonNode schema) {}
