package dev.ziggurat.tick;

import dev.ziggurat.world.Intervened;

/** The referee refused an intervention; the message is its reason. Nothing has changed. */
public final class InterventionRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean malformed;

  InterventionRefused(Intervened.Refused refused) {
    super(refused.reason());
    this.malformed = refused.malformed();
  }

  /** Whether it would be refused in any state of the game. */
  public boolean isMalformed() {
    return malformed;
  }
}
