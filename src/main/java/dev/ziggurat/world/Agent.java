package dev.ziggurat.world;

import java.util.Optional;

/**
 * A player driven by a model.
 *
 * @param handle unique in its game
 * @param memo what the agent wrote to itself last time, at most 500 characters
 * @param cadence how many ticks from one turn to the next, at least 1
 * @param model a model of its own
 */
public record Agent(
    String handle, String persona, String memo, int cadence, Optional<String> model) {

  /** The longest memo, in characters. */
  public static final int MEMO_CHARACTERS = 500;
}
