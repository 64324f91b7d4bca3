package dev.ziggurat.tick;

import dev.ziggurat.world.Intervened;

/** The referee refused an intervention; the message is its reason. Nothing was changed. */
public final class InterventionRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean malformed;

  InterventionRefused(Intervened.Refused refused) {
    super(refused.reason());
    this.malformed = refused.malformed();
  }

  /** Whether it is invalid in every state of the game. */
  public boolean isMalformed() {
    return malformed;
  }
}
