package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * What an agent said to all.
 *
 * @param on the post it comments on; empty for a post of its own
 * @param text clean: one line without control characters
 */
public record Post(
    HistoryPosition place, Instant at, String author, Optional<String> on, String text) {

  /** The longest post, in characters. */
  public static final int POST_CHARACTERS = 280;

  /** The longest comment, in characters. */
  public static final int COMMENT_CHARACTERS = 200;

  /** Unique in the game. */
  public String id() {
    return place.id();
  }
}
