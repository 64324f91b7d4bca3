package dev.ziggurat.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** A progress line with state and elapsed time, shown until closed. */
final class Progress implements Terminal.Shown {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Return to the first column and clear the line (ECMA-48). */
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream screen;
  private final Supplier<String> state;
  private final long started = System.nanoTime();
  private boolean over;

  private Progress(PrintStream screen, Supplier<String> state) {
    this.screen = screen;
    this.state = state;
  }

  /**
   * Starts showing the line.
   *
   * @param state supplies the state; called twice a second
   */
  static Progress on(PrintStream screen, Supplier<String> state) {
    var progress = new Progress(screen, state);
    Thread.ofVirtual().name("progress").start(progress::paint);
    return progress;
  }

  private void paint() {
    do {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException interrupted) {
        return;
      }
    } while (show(currentState()));
  }

  private String currentState() {
    try {
      return state.get();
    } catch (RuntimeException unknown) {
      // Not an error: the next read may succeed, and the command itself reports failures.
      return "working";
    }
  }

  /** Ends with a carriage return, so that log lines overwrite the progress line. */
  private synchronized boolean show(String text) {
    if (!over) {
      var elapsed = Duration.ofNanos(System.nanoTime() - started);
      screen.print(CLEAR_LINE + text + ", " + elapsed.toSeconds() + " s\r");
      screen.flush();
    }
    return !over;
  }

  @Override
  public synchronized void end() {
    over = true;
    screen.print(CLEAR_LINE);
    screen.flush();
  }
}
