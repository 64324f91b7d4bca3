package dev.ziggurat.llm;

/**
 * A tool call requested by the model.
 *
 * @param arguments a JSON object as text
 */
public record ToolCall(String id, String name, String arguments) {}
