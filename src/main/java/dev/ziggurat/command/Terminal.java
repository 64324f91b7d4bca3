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
 * Where a command is read and heard: results on standard output, all else on standard error, both
 * in UTF-8 whatever the locale says, as JSON wants it.
 */
final class Terminal {

  /** What is shown until it is closed. */
  interface Shown extends AutoCloseable {
    /** Shows it no longer. */
    void end();

    @Override
    default void close() {
      end();
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final boolean watched;

  /**
   * These streams.
   *
   * @param watched whether somebody looks at standard error as it comes
   */
  Terminal(InputStream in, OutputStream out, PrintStream err, boolean watched) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.watched = watched;
  }

  /** Those of this process. */
  static Terminal ofThisProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal("/proc/self/fd/2"));
  }

  /** Java can tell it of all three streams together only; Linux of each. */
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

  /** What is given to the command. */
  InputStream in() {
    return in;
  }

  /** Where the result goes. */
  OutputStream out() {
    return out;
  }

  /**
   * Tells the result.
   *
   * @throws UncheckedIOException if nobody takes it
   */
  void tell(String result) {
    try {
      out.write((result + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says something that is not the result. */
  void remark(String remark) {
    err.println(remark);
  }

  /** Shows how far things are, until that is closed; only to somebody who looks. */
  Shown show(Supplier<String> state) {
    return watched ? Progress.on(err, state) : () -> {};
  }

  /** Whether somebody looks at standard error as it comes. */
  boolean isWatched() {
    return watched;
  }
}
