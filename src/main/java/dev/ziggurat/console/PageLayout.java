package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;

/**
 * What every page shows around its own.
 *
 * @param address of the page itself, to come back to after signing in
 * @param links to the pages that the navigation offers
 * @param games the first hundred by id, and the one that the page is about
 * @param game the one that the page is about; empty when there is none yet
 * @param live whether the page wants to hear what happens
 */
public record PageLayout(
    String title,
    String address,
    List<NavItem.Link> links,
    Visitor visitor,
    List<GameView> games,
    Optional<GameView> game,
    boolean live) {

  /**
   * The game that a page cannot do without.
   *
   * @throws NotFoundException if there is none yet
   */
  public GameView existingGame() {
    return game.orElseThrow(() -> new NotFoundException("game: there is no game yet"));
  }

  /** The same page, which wants to hear what happens while it is looked at. */
  public PageLayout alive() {
    return new PageLayout(title, address, links, visitor, games, game, true);
  }
}
