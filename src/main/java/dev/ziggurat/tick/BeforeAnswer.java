package dev.ziggurat.tick;

import java.time.Duration;

/**
 * What is to be finished before a function has answered an event: after that its process may stand
 * still, or end.
 */
public interface BeforeAnswer {

  /** Finishes what is going on; waits at most this long. Must not fail. */
  void settle(Duration limit);
}
