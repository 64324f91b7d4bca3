package dev.ziggurat.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events in OpenAI's format: one data line each. */
final class EventWriter {

  /** The last event of a complete stream. */
  static final String DONE = "[DONE]";

  private static final byte[] BEGIN = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private boolean unsent;

  EventWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one event.
   *
   * @throws UncheckedIOException if that fails
   */
  void write(String data) {
    try {
      out.write(BEGIN);
      out.write(data.getBytes(StandardCharsets.UTF_8));
      out.write(END);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    unsent = true;
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
