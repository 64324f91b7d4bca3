package dev.ziggurat.games;

import dev.ziggurat.http.FieldValue;

/** A line of a roster. */
sealed interface RosterEntry {

  /** A game. */
  record OfGame(GameFields fields) implements RosterEntry {
    String id() {
      return fields.id().required();
    }
  }

  /** An agent of a game. */
  record OfAgent(FieldValue<String> game, AgentFields fields) implements RosterEntry {
    String id() {
      return game.required();
    }

    String handle() {
      return fields.handle().required();
    }
  }
}
