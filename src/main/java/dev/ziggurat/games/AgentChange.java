package dev.ziggurat.games;

import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import java.util.Optional;

/**
 * The change to an agent by a line of an import.
 *
 * @param current the current agent; empty for a new one
 * @param agent the agent after the change
 */
record AgentChange(Optional<StoredAgent> current, Agent agent) {

  /**
   * Applies the fields to the agent.
   *
   * @throws InvalidField if a required field is missing or a fixed field changes
   */
  static AgentChange of(AgentFields fields, Optional<StoredAgent> current, ImportMode mode) {
    if (mode == ImportMode.CREATE && current.isPresent()) {
      throw fields.handle().wrong(AgentChanges.taken(current.get()));
    }
    return new AgentChange(
        current, current.map(row -> fields.over(row.agent())).orElseGet(fields::created));
  }

  /** The agent after the change, restored if it was deleted. */
  StoredAgent changed() {
    return current.orElseThrow().with(agent, Optional.empty());
  }
}
