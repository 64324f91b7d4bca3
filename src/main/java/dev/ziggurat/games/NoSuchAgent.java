package dev.ziggurat.games;

import jakarta.ws.rs.NotFoundException;

/** There is no agent of this handle in the game: 404. */
public final class NoSuchAgent extends NotFoundException {

  private static final long serialVersionUID = 1L;

  /** No agent of this handle in this game. */
  public NoSuchAgent(String game, String handle) {
    super(
        "handle: game "
            + game
            + " has no agent '"
            + handle
            + "'; …/agents lists them, with ?deleted=true those that were deleted");
  }
}
