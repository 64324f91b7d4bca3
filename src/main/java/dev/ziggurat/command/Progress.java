package dev.ziggurat.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** One line that tells how far things are, and how long they have taken, until it is closed. */
final class Progress implements Terminal.Shown {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Back to the first column, and clear the line (ECMA-48). */
  private static final String ANEW = "\r\u001b[K";

  private final PrintStream screen;
  private final Supplier<String> state;
  private final long started = System.nanoTime();
  private boolean over;

  private Progress(PrintStream screen, Supplier<String> state) {
    this.screen = screen;
    this.state = state;
  }

  /**
   * Shows it from now on.
   *
   * @param state how far things are; asked twice a second
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
      } catch (InterruptedException nobodysWish) {
        return;
      }
    } while (show(now()));
  }

  private String now() {
    try {
      return state.get();
    } catch (RuntimeException unknown) {
      // Not worth an error: the next look may know, and the command itself tells what is wrong.
      return "working";
    }
  }

  /** What is logged meanwhile is written over the line, from its first column on. */
  private synchronized boolean show(String text) {
    if (!over) {
      var elapsed = Duration.ofNanos(System.nanoTime() - started);
      screen.print(ANEW + text + ", " + elapsed.toSeconds() + " s\r");
      screen.flush();
    }
    return !over;
  }

  @Override
  public synchronized void end() {
    over = true;
    screen.print(ANEW);
    screen.flush();
  }
}
