package dev.ziggurat.tick;

/**
 * The process shuts down before all agents of a tick have thought. Answers so far are journaled;
 * the next trigger, in any process, continues the tick.
 */
final class TickHandedBack extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TickHandedBack(Tick tick, long unthought) {
    super(
        "tick %d of %s was handed back with %d agents left: this process is shutting down; trigger again"
            .formatted(tick.number(), tick.game().id(), unthought),
        null,
        false,
        false);
  }
}
