package dev.ziggurat.tick;

import dev.ziggurat.experiment.Looks;
import jakarta.inject.Singleton;

/** Compares the arms of the running experiment after the ticks at which that is due. */
@Singleton
class LookAfterTick implements AfterTick {

  private final Looks looks;

  LookAfterTick(Looks looks) {
    this.looks = looks;
  }

  @Override
  public void closed(Tick tick) {
    looks.closed(tick.game().id(), tick.number());
  }
}
