package dev.ziggurat.games.lines;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An error in a line of an import.
 *
 * @param line from 1
 * @param field its path in the line's object; {@code line} if it is not JSON
 */
@RegisterForReflection
public record LineError(int line, String field, String message) {}
