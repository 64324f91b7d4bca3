package dev.ziggurat.tick;

import dev.ziggurat.experiment.AssignedArm;
import dev.ziggurat.world.Agent;
import java.util.Optional;

/**
 * One agent's part in one tick, before it has thought.
 *
 * @param position index in the order of application
 * @param arm of an experiment; empty for an agent that is not enrolled
 */
public record Turn(int position, Agent agent, Optional<AssignedArm> arm) {}
