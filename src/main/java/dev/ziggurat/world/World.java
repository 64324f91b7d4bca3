package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The rules of a kind of game, as the tick engine asks for them: open, brief, answer schema, apply.
 * A world keeps its state where it likes; one that keeps it in our database joins the transaction
 * of its caller, so that its changes and the tick's are committed together or not at all.
 */
public interface World {

  /** The name by which a game says which world it plays. */
  String kind();

  /**
   * The JSON Schema of one action that an agent may take, in what strict modes accept (see {@link
   * dev.ziggurat.llm.AnswerSchema}).
   */
  JsonNode answerSchema();

  /** Loads the state of a game as of now. */
  State open(Game game);

  /** The state of one game, loaded once and used by one thread at a time, but for briefings. */
  interface State {

    /** What every agent is shown alike: rules, markets, news, what was said last. */
    String sharedBriefing();

    /** What one agent alone is shown. Any number of threads may ask. */
    String brief(Agent agent);

    /**
     * Plays the entries in their order by plain rules, writes what changed, and tells what came of
     * each. The same state, moment and entries give the same new state and digest, byte for byte,
     * on any machine.
     */
    Applied apply(Moment moment, List<Entry> entries);
  }
}
