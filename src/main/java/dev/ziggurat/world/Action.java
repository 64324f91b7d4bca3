package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something an agent wants to do.
 *
 * @param type one of the world's action types
 * @param arguments the whole action as the model wrote it, its type included
 */
public record Action(String type, ObjectNode arguments) {}
