package dev.ziggurat.tick;

/**
 * This process is ending and not all agents of a tick have thought: what was answered is journaled,
 * and the next trigger, in whatever process, goes on from there.
 */
final class TickHandedBack extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TickHandedBack(Tick tick, long unthought) {
    super(
        "tick %d of %s was handed back with %d agents still to think: this process is ending, trigger again"
            .formatted(tick.number(), tick.game().id(), unthought),
        null,
        false,
        false);
  }
}
