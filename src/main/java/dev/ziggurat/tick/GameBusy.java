package dev.ziggurat.tick;

/** A game can't be intervened in right now; the message says why and what to do. */
public final class GameBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GameBusy(String message) {
    super(message);
  }
}
