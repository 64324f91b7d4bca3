package dev.ziggurat.games.lines;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is wrong in a line of an import.
 *
 * @param line from 1
 * @param field its path in the line's object; {@code line} when it is no JSON
 */
@RegisterForReflection
public record LineError(int line, String field, String message) {}
