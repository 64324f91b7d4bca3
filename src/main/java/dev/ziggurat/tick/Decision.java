package dev.ziggurat.tick;

import dev.ziggurat.world.Action;
import java.util.List;
import java.util.Optional;

/**
 * A model's answer, parsed and validated: what the agent does, and what it notes for itself.
 * Whether the world allows it is the referee's business.
 *
 * @param memo empty when the agent keeps its old one
 */
public record Decision(List<Action> actions, Optional<String> memo) {

  public Decision {
    actions = List.copyOf(actions);
  }
}
