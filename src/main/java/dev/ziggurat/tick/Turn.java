package dev.ziggurat.tick;

import dev.ziggurat.world.Agent;

/**
 * One agent's part in one tick, before it has thought.
 *
 * @param position index in the order of application
 */
public record Turn(int position, Agent agent) {}
