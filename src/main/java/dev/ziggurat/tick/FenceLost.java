package dev.ziggurat.tick;

/** Another runner has taken the game over: this one must stop writing. */
public final class FenceLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FenceLost(Tick tick) {
    super(
        "tick %d of %s was taken over by another runner (epoch %d is no longer the newest)"
            .formatted(tick.number(), tick.game().id(), tick.epoch()),
        null,
        false,
        false);
  }
}
