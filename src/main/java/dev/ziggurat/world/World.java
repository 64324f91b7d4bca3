package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a kind of game, as used by the tick engine: open, brief, answer schema, apply; and
 * the past, used only by replays. A world chooses where to store its state; one that uses our
 * database joins the caller's transaction, so that its changes and the tick's are committed
 * together.
 */
public interface World {

  /** The name of this kind of world, stored with each game. */
  String kind();

  /**
   * The JSON Schema of one action that an agent may take, in the subset that strict modes accept
   * (see {@link dev.ziggurat.llm.AnswerSchema}).
   */
  JsonNode answerSchema();

  /** Loads the state of a game as of now. */
  State open(Game game);

  /**
   * The state of a game as it was at its opening, for a replay. Only the world knows a game's
   * opening; everything played since is in the engine's journal. Empty for a game without opening
   * and ticks.
   */
  Optional<Past> past(Game game);

  /** The state of one game, loaded once and used by one thread at a time, except for briefings. */
  interface State {

    /** The briefing shared by all agents: rules, markets, news, recent posts. */
    String sharedBriefing();

    /** The briefing of one agent. Thread-safe. */
    String brief(Agent agent);

    /**
     * Applies the entries in order, writes the changes, and returns the results. Deterministic: the
     * same state, moment and entries give the same new state and digest, byte for byte, on any
     * machine.
     */
    Applied apply(Moment moment, List<Entry> entries);
  }

  /**
   * A game's past, in memory: nothing applied to it is saved. The same entries in the same order
   * give the game's original digests.
   */
  interface Past {

    /** The digest at the opening, in hexadecimal; empty if the game opened without state. */
    String digest();

    /** The journaled digest of the opening; empty if there is none. */
    Optional<String> writtenDown();

    /**
     * Applies the entries as {@link State#apply} did.
     *
     * @param game the game at that time: its seed and period may have changed since
     */
    Applied apply(Game game, Moment moment, List<Entry> entries);
  }
}
