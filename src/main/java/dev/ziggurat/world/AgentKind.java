package dev.ziggurat.world;

import java.time.Duration;

/** Who decides for an agent. The rules of a world are the same for all of them. */
public sealed interface AgentKind {

  /** A language model, asked through the chain. */
  AgentKind MODEL = new Model();

  /** The name that stands in the database and in the API. */
  String id();

  /** A language model decides. */
  record Model() implements AgentKind {

    /** Its {@link AgentKind#id}. */
    public static final String ID = "model";

    @Override
    public String id() {
      return ID;
    }
  }

  /**
   * A person or a program decides, who may give the decision before the tick begins.
   *
   * @param answerWithin how long a tick waits for the decision, from its begin, at most until its
   *     thinking deadline
   */
  record Player(Duration answerWithin) implements AgentKind {

    /** Its {@link AgentKind#id}. */
    public static final String ID = "player";

    @Override
    public String id() {
      return ID;
    }
  }

  /**
   * A program at an address decides, when it is sent the briefing.
   *
   * @param keyVariable the environment variable that holds the key of its requests
   */
  record External(String url, String keyVariable) implements AgentKind {

    /** Its {@link AgentKind#id}. */
    public static final String ID = "external";

    @Override
    public String id() {
      return ID;
    }
  }
}
