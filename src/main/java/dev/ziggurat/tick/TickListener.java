package dev.ziggurat.tick;

import dev.ziggurat.chain.CallListener;
import java.time.Duration;

/** Receives progress of running ticks. Methods must not fail or block. */
public interface TickListener {

  /**
   * A runner begins or continues a tick.
   *
   * @param takenOver whether another runner began it
   */
  Run begun(Tick tick, boolean takenOver);

  /** This process begins to think turns of a tick that another one runs. */
  Run joined(Tick tick);

  /**
   * Flushes what is not yet sent before this process may be frozen or ended; waits at most {@link
   * #settling}.
   */
  void settle();

  /** How long {@link #settle} may take. */
  Duration settling();

  /** One tick held by one runner. */
  interface Run {

    /** Does nothing. */
    Run NOBODY = new NoTickListener();

    /** An agent begins to think; called on any thread. */
    Thinking thinking(String handle);

    /** The tick is closed. */
    void closed(TickReport report);

    /** This process has thought its turns of a tick that another one runs. */
    void left();

    /** The tick failed, was handed back or was taken over. */
    void brokenOff(RuntimeException why);
  }

  /** One agent while it thinks. */
  interface Thinking extends CallListener {

    /**
     * The agent has thought.
     *
     * @param state of the turn: {@code thought, failed, passed_over}
     */
    void ended(String state);
  }
}
