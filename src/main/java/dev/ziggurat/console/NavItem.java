package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A page in the navigation.
 *
 * @param path its path; subpaths belong to it, unless it ends with a slash
 * @param ofGame whether it shows one game, whose id is in its address
 */
public record NavItem(String name, String path, boolean ofGame) {

  /**
   * A link to the page.
   *
   * @param current whether it is the current page
   */
  public record Link(String name, String address, boolean current) {}

  /** The link as shown on the page at this path and of this game. */
  Link link(String shown, Optional<GameView> game) {
    var current = path.endsWith("/") ? shown.equals(path) : shown.startsWith(path);
    var query =
        game.filter(_ -> ofGame)
            .map(each -> "?game=" + URLEncoder.encode(each.id(), StandardCharsets.UTF_8))
            .orElse("");
    return new Link(name, path + query, current);
  }
}
