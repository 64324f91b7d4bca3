package dev.ziggurat.llm;

/**
 * A function the model wants called.
 *
 * @param arguments a JSON object as text
 */
public record ToolCall(String id, String name, String arguments) {}
