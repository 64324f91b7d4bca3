package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An action requested by an agent.
 *
 * @param type one of the world's action types
 * @param arguments the complete action as the model wrote it, including its type
 */
public record Action(String type, ObjectNode arguments) {}
