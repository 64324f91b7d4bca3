package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;

/**
 * The common frame of all pages.
 *
 * @param address of the page, the redirect target after sign-in
 * @param links of the navigation
 * @param games the first hundred by id, and the page's game
 * @param game the page's game; empty if there is none
 * @param live whether the page subscribes to live events
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
   * Returns the page's game.
   *
   * @throws NotFoundException if there is none
   */
  public GameView existingGame() {
    return game.orElseThrow(() -> new NotFoundException("game: there is no game yet"));
  }

  /** The same layout, subscribed to live events. */
  public PageLayout alive() {
    return new PageLayout(title, address, links, visitor, games, game, true);
  }
}
