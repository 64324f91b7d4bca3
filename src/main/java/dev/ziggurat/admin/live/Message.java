package dev.ziggurat.admin.live;

import java.util.Optional;

/**
 * What is sent to a listener: an event, or a comment that keeps the stream alive.
 *
 * @param id where to go on after this; empty while more of the same reading follows
 * @param name the event's type, or empty for a comment
 * @param text the event's data, or the comment
 */
record Message(Optional<String> id, Optional<String> name, String text) {

  static Message comment(Optional<Position> position, String text) {
    return new Message(position.map(Position::id), Optional.empty(), text);
  }

  static Message event(Optional<Position> position, String name, String data) {
    return new Message(position.map(Position::id), Optional.of(name), data);
  }
}
