package dev.ziggurat.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Input and output of a command: results on standard output, the rest on standard error, both in
 * UTF-8 regardless of the locale, as JSON requires.
 */
final class Terminal {

  /** Output shown until it is closed. */
  interface Shown extends AutoCloseable {
    /** Removes it. */
    void end();

    @Override
    default void close() {
      end();
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final boolean interactive;

  /**
   * Uses these streams.
   *
   * @param interactive whether standard error is a terminal
   */
  Terminal(InputStream in, OutputStream out, PrintStream err, boolean interactive) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** The terminal of this process. */
  static Terminal ofThisProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal("/proc/self/fd/2"));
  }

  /**
   * Whether a stream is a terminal. Java knows it only for all three streams together, Linux for
   * each.
   */
  private static boolean isTerminal(String descriptor) {
    try {
      var device = Files.readSymbolicLink(Path.of(descriptor)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }

  /** Standard input. */
  InputStream in() {
    return in;
  }

  /** Standard output. */
  OutputStream out() {
    return out;
  }

  /**
   * Writes the result.
   *
   * @throws UncheckedIOException if standard output is closed
   */
  void writeResult(String result) {
    try {
      out.write((result + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a message that is not the result. */
  void writeMessage(String message) {
    err.println(message);
  }

  /** Shows progress until closed; only on a terminal. */
  Shown show(Supplier<String> state) {
    return interactive ? Progress.on(err, state) : () -> {};
  }

  /** Whether standard error is a terminal. */
  boolean isInteractive() {
    return interactive;
  }
}
