package dev.ziggurat.world;

import java.util.List;

/** What a world is asked to play. */
public sealed interface Entry {

  /**
   * An agent's turn.
   *
   * @param position the turn's place in its tick, from which ids derive
   */
  record Turn(int position, String handle, List<Action> actions) implements Entry {
    public Turn {
      actions = List.copyOf(actions);
    }
  }

  /** Time has come to the moment's slot: what is due happens. */
  record Clock() implements Entry {}

  /**
   * What whoever operates the game does to it, between the moment's tick and the next. When it is
   * refused, the state is of no more use.
   *
   * @param ordinal counts the interventions after that tick from 1; ids derive from it
   */
  record Intervention(int ordinal, Action action) implements Entry {}
}
