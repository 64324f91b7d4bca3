package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * A public post or comment of an agent.
 *
 * @param on the post it comments on; empty for a post
 * @param text sanitized: one line without control characters
 */
public record Post(
    HistoryPosition place, Instant at, String author, Optional<String> on, String text) {

  /** Max length of a post in characters. */
  public static final int POST_CHARACTERS = 280;

  /** Max length of a comment in characters. */
  public static final int COMMENT_CHARACTERS = 200;

  /** Unique in the game. */
  public String id() {
    return place.id();
  }
}
