package dev.ziggurat.tick;

/**
 * The process that planned a tick shuts down while others think its turns, or is not to wait for
 * them: whoever finishes last closes it.
 */
final class LeftToWorkers extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeftToWorkers(Tick tick) {
    super(
        "tick %d of %s is left to the processes that think its turns"
            .formatted(tick.number(), tick.game().id()),
        null,
        false,
        false);
  }
}
