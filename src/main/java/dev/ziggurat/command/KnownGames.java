package dev.ziggurat.command;

import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;

/** Finds the game named by an option. */
@Singleton
class KnownGames {

  private static final int MAX_GAMES = 1_000;
  private static final int MAX_GUESSES = 3;

  private final Games games;
  private final TickArchive archive;

  KnownGames(Games games, TickArchive archive) {
    this.games = games;
    this.archive = archive;
  }

  /**
   * The game of this id.
   *
   * @throws CommandFault if there is none
   */
  Game game(String id) {
    return games.find(id).orElseThrow(() -> unknown(id));
  }

  /** The error for an unknown game, with similar ids. */
  CommandFault unknown(String id) {
    var known = archive.games("", MAX_GAMES).stream().map(GameView::id).toList();
    var near = NearMatches.among(known, id, MAX_GUESSES);
    return CommandFault.misused(
        "--game",
        "there is no game '%s'; %s"
            .formatted(
                id,
                near.isEmpty()
                    ? "the command 'export' lists all games"
                    : "did you mean " + String.join(" or ", near) + "?"));
  }
}
