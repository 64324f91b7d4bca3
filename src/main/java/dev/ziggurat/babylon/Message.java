package dev.ziggurat.babylon;

import java.time.Instant;

/**
 * A message of an agent, seen only by those in its conversation.
 *
 * @param text sanitized: one line without control characters
 */
public record Message(
    HistoryPosition place, Instant at, String author, Recipient recipient, String text) {

  /** Max length in characters, as of a comment. */
  public static final int CHARACTERS = Post.COMMENT_CHARACTERS;

  /** Max messages per turn. */
  public static final int PER_TURN = 2;

  /** To whom a message is written. */
  public sealed interface Recipient {

    /** One agent: a direct message. */
    record OfAgent(String handle) implements Recipient {}

    /**
     * All members of a group.
     *
     * @param number of the message among those of its group, from 1
     */
    record OfGroup(String group, int number) implements Recipient {}
  }

  /** Unique in the game. */
  public String id() {
    return place.id();
  }

  /** The id of its conversation. */
  public String conversation() {
    return switch (recipient) {
      case Recipient.OfAgent(var handle) -> direct(author, handle);
      case Recipient.OfGroup(var group, _) -> group;
    };
  }

  /** The id of the direct conversation of two agents: no handle and no group's id has a tilde. */
  static String direct(String one, String other) {
    return one.compareTo(other) < 0 ? one + "~" + other : other + "~" + one;
  }

  /** What an agent of the conversation names as the recipient of an answer. */
  String answeredTo(String handle) {
    return switch (recipient) {
      case Recipient.OfAgent(var other) -> handle.equals(author) ? other : author;
      case Recipient.OfGroup(var group, _) -> group;
    };
  }
}
