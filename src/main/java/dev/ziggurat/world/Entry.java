package dev.ziggurat.world;

import java.util.List;

/** An input to a world. */
public sealed interface Entry {

  /**
   * An agent's turn.
   *
   * @param position the turn's index in its tick; ids derive from it
   */
  record Turn(int position, String handle, List<Action> actions) implements Entry {
    public Turn {
      actions = List.copyOf(actions);
    }
  }

  /** Advances the clock to the moment's slot: what is due happens. */
  record Clock() implements Entry {}

  /**
   * An operator's action between the moment's tick and the next. If it is refused, discard the
   * state.
   *
   * @param ordinal counts the interventions after that tick from 1; ids derive from it
   */
  record Intervention(int ordinal, Action action) implements Entry {}
}
