package dev.ziggurat.tick;

import dev.ziggurat.world.Action;
import java.util.List;
import java.util.Optional;

/**
 * A model's answer, parsed and validated: the agent's actions and its memo. The world's referee
 * decides whether the actions are allowed.
 *
 * @param memo empty keeps the previous one
 */
public record Decision(List<Action> actions, Optional<String> memo) {

  public Decision {
    actions = List.copyOf(actions);
  }
}
