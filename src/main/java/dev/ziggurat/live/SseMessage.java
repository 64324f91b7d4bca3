package dev.ziggurat.live;

import java.util.Optional;

/**
 * What is sent to a listener: an event, or a comment that keeps the stream alive.
 *
 * @param id where to go on after this; empty while more of the same reading follows
 * @param name the event's type, or empty for a comment
 * @param text the event's data, or the comment
 */
record SseMessage(Optional<String> id, Optional<String> name, String text) {

  static SseMessage comment(Optional<EventCursor> position, String text) {
    return new SseMessage(position.map(EventCursor::id), Optional.empty(), text);
  }

  static SseMessage event(Optional<EventCursor> position, String name, String data) {
    return new SseMessage(position.map(EventCursor::id), Optional.of(name), data);
  }
}
