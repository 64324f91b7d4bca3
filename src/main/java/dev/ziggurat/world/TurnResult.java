package dev.ziggurat.world;

import java.util.List;
import java.util.Optional;

/** What came of an agent's turn, action by action. */
public record TurnResult(int position, String handle, List<ActionResult> actions) {

  public TurnResult {
    actions = List.copyOf(actions);
  }

  /**
   * What came of one action.
   *
   * @param refusal why the referee refused it, in words the agent can learn from
   */
  public record ActionResult(Action action, Optional<String> refusal) {}
}
