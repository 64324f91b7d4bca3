package dev.ziggurat.world;

import java.util.Optional;

/**
 * A player driven by a model.
 *
 * @param handle unique in its game
 * @param memo the agent's note to itself from its last turn, at most 500 characters
 * @param cadence ticks from one turn to the next, at least 1
 * @param model the agent's own model, if set
 */
public record Agent(
    String handle, String persona, String memo, int cadence, Optional<String> model) {

  /** The longest memo, in characters. */
  public static final int MEMO_CHARACTERS = 500;
}
