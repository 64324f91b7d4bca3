package dev.ziggurat.live;

import java.util.Optional;

/**
 * An event.
 *
 * @param type such as {@code turn-thought}
 * @param game its game; empty if it concerns all games
 * @param data a JSON object
 */
record LiveEvent(String type, Optional<String> game, String data) {

  /** Whether it concerns a listener to this game; an empty one listens to all. */
  boolean concerns(Optional<String> listenedTo) {
    return listenedTo.isEmpty() || game.isEmpty() || game.equals(listenedTo);
  }
}
