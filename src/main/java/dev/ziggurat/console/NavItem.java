package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A page that the navigation offers.
 *
 * @param path where it is; what lies below belongs to it, unless it ends with a slash
 * @param ofGame whether it is about one game, whose id its address carries
 */
public record NavItem(String name, String path, boolean ofGame) {

  /**
   * A link to the page.
   *
   * @param current whether it is the page that is shown
   */
  public record Link(String name, String address, boolean current) {}

  /** The link on a page that is shown at this path and about this game. */
  Link link(String shown, Optional<GameView> game) {
    var current = path.endsWith("/") ? shown.equals(path) : shown.startsWith(path);
    var query =
        game.filter(_ -> ofGame)
            .map(each -> "?game=" + URLEncoder.encode(each.id(), StandardCharsets.UTF_8))
            .orElse("");
    return new Link(name, path + query, current);
  }
}
