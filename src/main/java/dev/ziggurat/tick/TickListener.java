package dev.ziggurat.tick;

import dev.ziggurat.chain.CallListener;
import java.time.Duration;

/** Follows ticks while they run. What it does must neither fail nor hold anybody up. */
public interface TickListener {

  /**
   * A runner begins with a tick, or goes on with it.
   *
   * @param takenOver whether another runner left it behind
   */
  Run begun(Tick tick, boolean takenOver);

  /**
   * Hands over what was noted and not yet sent, before this process may be frozen or ended; waits a
   * bounded time.
   */
  void settle();

  /** How long {@link #settle} may take. */
  Duration settling();

  /** One tick in the hands of one runner. */
  interface Run {

    /** Follows nothing. */
    Run NOBODY = new NoTickListener();

    /** An agent begins to think, in any thread. */
    Thinking thinking(String handle);

    /** The tick is closed. */
    void closed(TickReport report);

    /** The tick broke off, or was handed back or taken away. */
    void brokenOff(RuntimeException why);
  }

  /** One agent while it thinks. */
  interface Thinking extends CallListener {

    /**
     * It has thought.
     *
     * @param state of the turn: {@code thought, failed, passed_over}
     */
    void ended(String state);
  }
}
