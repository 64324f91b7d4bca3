package dev.ziggurat.tick;

/**
 * An intervention or replay is not possible right now; the message names the reason and what to do.
 */
public final class GameBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GameBusy(String message) {
    super(message);
  }
}
