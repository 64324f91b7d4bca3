package dev.ziggurat.tick;

/**
 * What a world wants done between two ticks, after one has closed and before its trigger is
 * answered. It may intervene in the game; it holds no transaction and no lease.
 */
public interface AfterTick {

  /**
   * A tick has closed. Must end by the tick's deadline if it is the caller's, and soon after it
   * otherwise. A failure is logged; it changes nothing in the tick.
   */
  void closed(Tick tick);
}
