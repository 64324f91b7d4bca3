package dev.ziggurat.live;

import java.util.Optional;

/**
 * A server-sent message: an event, or a comment as heartbeat.
 *
 * @param id the cursor after this; empty if more events of the same read follow
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
