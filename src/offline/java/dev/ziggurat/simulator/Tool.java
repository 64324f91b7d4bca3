package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A function the model may call.
 *
 * @param parameters JSON Schema of its arguments
 */
record Tool(String name, JsonNode parameters) {}
