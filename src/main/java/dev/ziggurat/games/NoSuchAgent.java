package dev.ziggurat.games;

import jakarta.ws.rs.NotFoundException;

/** The game has no agent with this handle: 404. */
public final class NoSuchAgent extends NotFoundException {

  private static final long serialVersionUID = 1L;

  /** Creates the error. */
  public NoSuchAgent(String game, String handle) {
    super(
        "handle: game "
            + game
            + " has no agent '"
            + handle
            + "'; …/agents lists them, with ?deleted=true those that were deleted");
  }
}
