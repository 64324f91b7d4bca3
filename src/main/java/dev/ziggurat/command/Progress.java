package dev.ziggurat.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** One line that tells how far things are, and how long they have taken, until it is closed. */
final class Progress implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Back to the first column, and clear the line (ECMA-48). */
  private static final String ANEW = "\r\u001b[K";

  private final Runnable end;

  private Progress(Runnable end) {
    this.end = end;
  }

  /** One that nobody looks at. */
  static Progress unseen() {
    return new Progress(() -> {});
  }

  /**
   * One on this stream.
   *
   * @param state how far things are; asked twice a second
   */
  static Progress on(PrintStream screen, Supplier<String> state) {
    var started = System.nanoTime();
    var painter =
        Thread.ofVirtual()
            .name("progress")
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    paint(screen, state, Duration.ofNanos(System.nanoTime() - started));
                  }
                });
    return new Progress(
        () -> {
          painter.interrupt();
          screen.print(ANEW);
          screen.flush();
        });
  }

  private static void paint(PrintStream screen, Supplier<String> state, Duration elapsed) {
    try {
      Thread.sleep(PAUSE);
      // What is logged meanwhile is written over the line, from its first column on.
      screen.print(ANEW + state.get() + ", " + elapsed.toSeconds() + " s\r");
      screen.flush();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException unknown) {
      // How far things are is not worth an error; the next look may know.
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
