package dev.ziggurat.games;

import dev.ziggurat.games.MemoryLines.Remembered;
import dev.ziggurat.http.FieldValue;

/** A line of a roster. */
sealed interface RosterEntry {

  /** A game. */
  record OfGame(GameFields fields) implements RosterEntry {
    String id() {
      return fields.id().required();
    }
  }

  /** Some of what an agent of a game remembers. */
  record OfMemory(FieldValue<String> game, Remembered remembered) implements RosterEntry {
    String id() {
      return game.required();
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
