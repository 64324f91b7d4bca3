package dev.ziggurat.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Parses a {@code text/event-stream} that arrives in chunks of any size. Fields other than name and
 * data are ignored, and so are events without data or with a comment as data ({@code data: :
 * keepalive}), which some servers send to keep a connection open. A body that is a JSON object
 * instead, as servers send that fail before their first event or do not stream, is one event.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
public final class ServerEvents {

  private static final String UNNAMED = "message";

  private final int maxEventBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final StringBuilder data = new StringBuilder();
  private final Queue<Event> events = new ArrayDeque<>();
  private String name = "";
  private boolean hasData;
  private boolean afterCarriageReturn;
  private boolean started;
  private boolean json;

  /**
   * One event.
   *
   * @param name {@code message} when the event has no name
   */
  public record Event(String name, String data) {

    /** Whether the event has a name of its own. */
    public boolean isNamed() {
      return !name.equals(UNNAMED);
    }
  }

  /**
   * @param maxEventBytes size limit of one event, in bytes
   */
  ServerEvents(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Parses the next bytes.
   *
   * @throws AnswerTooLong when an event exceeds its size limit
   */
  void add(byte[] bytes, int count) {
    var start = 0;
    for (var i = 0; i < count; i++) {
      var b = bytes[i];
      if (b == '\n' || b == '\r') {
        // CR LF is one line end, even when a chunk ends between the two.
        if (!(b == '\n' && afterCarriageReturn && i == start)) {
          extend(bytes, start, i - start);
          endLine();
        }
        start = i + 1;
      }
      afterCarriageReturn = b == '\r';
    }
    extend(bytes, start, count - start);
  }

  private void extend(byte[] bytes, int start, int count) {
    if (line.size() + data.length() + count > maxEventBytes) {
      throw new AnswerTooLong(maxEventBytes);
    }
    line.write(bytes, start, count);
  }

  /** Ends the stream. */
  void end() {
    var last = takeLine();
    if (json) {
      events.add(new Event(UNNAMED, data + last));
      json = false;
    }
  }

  /** The next complete event. An event that the stream ends in is never complete. */
  Optional<Event> next() {
    return Optional.ofNullable(events.poll());
  }

  /** How many complete events have not been read yet. */
  int unread() {
    return events.size();
  }

  private void endLine() {
    var text = takeLine();
    if (json) {
      data.append(text).append('\n');
    } else if (text.isEmpty()) {
      dispatch();
    } else {
      field(text);
    }
  }

  private String takeLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!started) {
      text = ProviderJson.text(text);
      started = !text.isEmpty();
      json = text.startsWith("{");
    }
    return text;
  }

  private void field(String text) {
    var colon = text.indexOf(':');
    var end = colon < 0 ? text.length() : colon;
    var afterColon = Math.min(end + 1, text.length());
    var value = text.startsWith(" ", afterColon) ? afterColon + 1 : afterColon;
    switch (text.substring(0, end)) {
      case "event" -> name = text.substring(value);
      case "data" -> {
        if (hasData) {
          data.append('\n');
        }
        hasData = true;
        data.append(text, value, text.length());
      }
      default -> {
        // Comments and the fields id and retry are ignored.
      }
    }
  }

  private void dispatch() {
    var text = data.toString();
    if (hasData && !text.isBlank() && !text.startsWith(":")) {
      events.add(new Event(name.isEmpty() ? UNNAMED : name, text));
    }
    name = "";
    hasData = false;
    data.setLength(0);
  }
}
