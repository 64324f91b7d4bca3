package dev.ziggurat.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes server-sent events: one data line each, after a name where the API has names.
 *
 * <p>JSON may contain U+0085, U+2028 and U+2029 as they are, and they end no line of an event. But
 * clients that read lines as Python's {@code splitlines} does, such as huggingface_hub 2.4.0, cut
 * the event there; so they are written as escapes, which mean the same.
 */
public final class EventWriter {

  private static final byte[] NAME = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE = "\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEGIN = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private boolean unsent;

  /** Writes to a response; nothing leaves before it is sent. */
  public EventWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one event without a name.
   *
   * @param data JSON, or another text of one line
   * @throws UncheckedIOException if that fails
   */
  public void write(String data) {
    write(Optional.empty(), data);
  }

  /**
   * Writes one event.
   *
   * @param name of the event's type
   * @param data JSON, or another text of one line
   * @throws UncheckedIOException if that fails
   */
  public void write(String name, String data) {
    write(Optional.of(name), data);
  }

  private void write(Optional<String> name, String data) {
    try {
      if (name.isPresent()) {
        out.write(NAME);
        out.write(name.get().getBytes(StandardCharsets.UTF_8));
        out.write(LINE);
      }
      out.write(BEGIN);
      out.write(escaped(data).getBytes(StandardCharsets.UTF_8));
      out.write(END);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    unsent = true;
  }

  private static String escaped(String data) {
    return data.replace("\u0085", "\\u0085")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /**
   * Sends what was written.
   *
   * @throws UncheckedIOException if that fails
   */
  void send() {
    if (!unsent) {
      return;
    }
    unsent = false;
    try {
      out.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
