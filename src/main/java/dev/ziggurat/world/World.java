package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a kind of game, as the tick engine asks for them: found, open, brief, answer schema,
 * apply; and the past, which only a replay asks for. A world keeps its state where it likes; one
 * that keeps it in our database joins the transaction of its caller, so that its changes and the
 * tick's are committed together or not at all.
 *
 * <p>What else a world may offer has a default: none. A world is a CDI bean; the one of the highest
 * {@link jakarta.annotation.Priority} is played by games that name none.
 */
public interface World {

  /** The name of this kind of world, stored with each game. */
  String kind();

  /**
   * Begins the world of a new game, in the caller's transaction or in one of its own, as tick 0.
   *
   * @param agents that the game is founded with; others may join later
   * @param openedAt the game's opening
   * @param settings what the game's creator wants of the world, as {@link #settingsSchema()}
   *     allows; empty for what is usual
   * @throws InvalidSetting naming the first setting that is unknown or wrong; nothing was written
   * @throws IllegalStateException if the game was founded already
   */
  Applied found(Game game, List<Agent> agents, Instant openedAt, ObjectNode settings);

  /** Loads the state of a game as of now. */
  State open(Game game);

  /**
   * The state of a game as it was at its opening, for a replay. Only the world knows a game's
   * opening; everything played since is in the engine's journal. Empty for a game without opening
   * and ticks.
   */
  Optional<Past> past(Game game);

  /** What people call the world. */
  default String title() {
    return kind();
  }

  /** The JSON Schema of what a game of this world can be founded with: an object. */
  default ObjectNode settingsSchema() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties");
    return schema.put("additionalProperties", false);
  }

  /**
   * What a game was founded with, in full, in the terms of {@link #settingsSchema()}: another game
   * that is founded with it begins alike. Empty for a game that was not founded.
   *
   * @param game its id
   */
  default ObjectNode settings(String game) {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What whoever operates a game may do to it between two ticks. */
  default List<InterventionType> interventionTypes() {
    return List.of();
  }

  /**
   * What whoever operates this game may do to it between two ticks; by default the same as in all
   * games of the world.
   *
   * @param game its id
   */
  default List<InterventionType> interventionTypes(String game) {
    return interventionTypes();
  }

  /** The score that the world keeps. */
  default Optional<Scores> scores() {
    return Optional.empty();
  }

  /**
   * The score that is kept of this game; by default as in all games of the world.
   *
   * @param game its id
   */
  default Optional<Scores> scores(String game) {
    return scores();
  }

  /** Why a game of this world cannot be replayed; empty if it can. */
  default Optional<String> replayRefusal(Game game) {
    return Optional.empty();
  }

  /** What draws up agents for this world. */
  default Optional<AgentGenerator> agentGenerator() {
    return Optional.empty();
  }

  /**
   * A game to show the world with.
   *
   * @param period from tick to tick
   */
  default Optional<Demo> demo(Duration period) {
    return Optional.empty();
  }

  /** The state of one game, loaded once and used by one thread at a time, but for briefings. */
  interface State {

    /** The most tokens of the briefing of one agent, where a world does not say otherwise. */
    long USUAL_BRIEFING_TOKENS = 6_000;

    /**
     * The JSON Schema of one action that an agent may take, in the subset that strict modes accept
     * (see {@link dev.ziggurat.llm.AnswerSchema}).
     */
    JsonNode answerSchema();

    /** The schema for an agent whose actions have another one than those of the others. */
    default Optional<JsonNode> answerSchema(Agent agent) {
      return Optional.empty();
    }

    /**
     * Gets ready to brief these agents, outside of a transaction. A world that writes each briefing
     * when it is asked for has nothing to do.
     *
     * @param until when it must be done
     * @return whether what all agents share is known only now
     * @throws WorldUnavailable if it cannot
     */
    default boolean prepare(Moment moment, List<Agent> agents, Instant until) {
      return false;
    }

    /**
     * Whether {@link #prepare} keeps briefings in this state, so that each use needs a state of its
     * own.
     */
    default boolean preparesBriefings() {
      return false;
    }

    /** The briefing shared by all agents: rules, markets, news, recent posts. Thread-safe. */
    String sharedBriefing();

    /** The briefing of one agent. Thread-safe. */
    String brief(Agent agent);

    /**
     * The most tokens of an agent's briefing, with a schema of its own if it has one. Thread-safe.
     */
    default long briefingTokens(Agent agent) {
      return USUAL_BRIEFING_TOKENS;
    }

    /**
     * Applies the entries in order, writes the changes, and returns the results. Deterministic: the
     * same state, moment and entries give the same new state and digest, byte for byte, on any
     * machine.
     *
     * @param key unique for these entries; a world whose changes are committed with the caller's
     *     transaction needs none
     * @throws WorldUnavailable if it is not known whether they were applied; asking again with the
     *     same key and entries does not apply them twice
     */
    Applied apply(Moment moment, ApplyKey key, List<Entry> entries);

    /**
     * How many ordinals of interventions after this tick cannot be used any more, though nothing
     * came of them: a world refused them and remembers that it did.
     */
    default int spentOrdinals(long tick) {
      return 0;
    }

    /** The digest of this state, where it is known without asking for more; else empty. */
    default Optional<String> digest() {
      return Optional.empty();
    }
  }

  /**
   * A game's past, in memory: nothing applied to it is saved. The same entries in the same order
   * give the game's original digests.
   */
  interface Past extends AutoCloseable {

    /** The digest at the opening, in hexadecimal; empty if the game opened without state. */
    String digest();

    /** The journaled digest of the opening; empty if there is none. */
    Optional<String> writtenDown();

    /**
     * Applies the entries as {@link State#apply} did.
     *
     * @param game the game at that time: its seed and period may have changed since
     */
    Applied apply(Game game, Moment moment, ApplyKey key, List<Entry> entries);

    /** The replay has ended: what was kept for it can be dropped. */
    @Override
    default void close() {}
  }
}
