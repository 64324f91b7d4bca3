package dev.ziggurat.world;

import java.util.Optional;

/**
 * A character of a game, for which a model, a player or a program at an address decides.
 *
 * @param handle unique in its game
 * @param memo the agent's note to itself from its last turn, at most 500 characters
 * @param cadence ticks from one turn to the next, at least 1
 * @param model the agent's own model, if set
 * @param kind who decides for it
 */
public record Agent(
    String handle,
    String persona,
    String memo,
    int cadence,
    Optional<String> model,
    AgentKind kind) {

  /** The longest memo, in characters. */
  public static final int MEMO_CHARACTERS = 500;

  /** An agent for which a model decides. */
  public Agent(String handle, String persona, String memo, int cadence, Optional<String> model) {
    this(handle, persona, memo, cadence, model, AgentKind.MODEL);
  }
}
