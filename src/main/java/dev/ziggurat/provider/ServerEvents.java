package dev.ziggurat.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Puts the bytes of a {@code text/event-stream} together to events, wherever they were cut. What an
 * event says beside its name and data is of no use to us and dropped.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
public final class ServerEvents {

  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final StringBuilder data = new StringBuilder();
  private final Queue<Event> events = new ArrayDeque<>();
  private String name = "";
  private boolean anyData;
  private boolean afterReturn;
  private boolean begun;

  /**
   * One event.
   *
   * @param name {@code message} when it has none
   */
  public record Event(String name, String data) {}

  /**
   * @param longest an event's data, in bytes
   */
  ServerEvents(int longest) {
    this.longest = longest;
  }

  /**
   * Takes in the next bytes.
   *
   * @throws AnswerTooLong when an event outgrows its bound
   */
  void add(byte[] bytes, int count) {
    var start = 0;
    for (var i = 0; i < count; i++) {
      var b = bytes[i];
      if (b == '\n' || b == '\r') {
        // A return and a newline end one line together, and may come apart.
        if (!(b == '\n' && afterReturn && i == start)) {
          extend(bytes, start, i - start);
          endLine();
        }
        start = i + 1;
      }
      afterReturn = b == '\r';
    }
    extend(bytes, start, count - start);
  }

  private void extend(byte[] bytes, int start, int count) {
    if (line.size() + data.length() + count > longest) {
      throw new AnswerTooLong(longest);
    }
    line.write(bytes, start, count);
  }

  /** The next event that is whole. An event that the stream breaks off in never is. */
  Optional<Event> next() {
    return Optional.ofNullable(events.poll());
  }

  /** How many events are whole and were not taken yet. */
  int waiting() {
    return events.size();
  }

  private void endLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!begun) {
      begun = true;
      text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    if (text.isEmpty()) {
      dispatch();
    } else {
      field(text);
    }
  }

  private void field(String text) {
    var colon = text.indexOf(':');
    var field = colon < 0 ? text : text.substring(0, colon);
    var value = colon < 0 ? "" : text.substring(colon + 1);
    if (value.startsWith(" ")) {
      value = value.substring(1);
    }
    switch (field) {
      case "event" -> name = value;
      case "data" -> {
        if (anyData) {
          data.append('\n');
        }
        anyData = true;
        data.append(value);
      }
      default -> {
        // A comment, an id or a retry.
      }
    }
  }

  private void dispatch() {
    if (anyData) {
      events.add(new Event(name.isEmpty() ? "message" : name, data.toString()));
    }
    name = "";
    anyData = false;
    data.setLength(0);
  }
}
