package dev.ziggurat.world;

import java.util.List;
import java.util.Optional;

/** The result of an agent's turn, by action. */
public record TurnResult(int position, String handle, List<ActionResult> actions) {

  public TurnResult {
    actions = List.copyOf(actions);
  }

  /**
   * The result of one action.
   *
   * @param refusal why the referee refused it, as feedback to the agent
   */
  public record ActionResult(Action action, Optional<String> refusal) {}
}
