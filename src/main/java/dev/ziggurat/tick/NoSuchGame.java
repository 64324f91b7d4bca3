package dev.ziggurat.tick;

/** There is no game of this id. */
public final class NoSuchGame extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchGame(String game) {
    super(
        "game: there is no game '"
            + game
            + "'; GET /api/games lists the games, with ?deleted=true the deleted ones");
  }
}
