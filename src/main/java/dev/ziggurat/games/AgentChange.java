package dev.ziggurat.games;

import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import java.util.Optional;

/**
 * What a line of an import makes of an agent.
 *
 * @param current the agent as it stands; empty for a new one
 * @param agent as it is to be
 */
record AgentChange(Optional<StoredAgent> current, Agent agent) {

  /**
   * What the fields make of the agent.
   *
   * @throws InvalidField if they cannot be had of it
   */
  static AgentChange of(AgentFields fields, Optional<StoredAgent> current, ImportMode mode) {
    if (mode == ImportMode.CREATE && current.isPresent()) {
      throw fields.handle().wrong(AgentChanges.taken(current.get()));
    }
    return new AgentChange(
        current, current.map(row -> fields.over(row.agent())).orElseGet(fields::created));
  }

  /** The agent after the change, brought back if it was deleted. */
  StoredAgent changed() {
    return current.orElseThrow().with(agent, Optional.empty());
  }
}
