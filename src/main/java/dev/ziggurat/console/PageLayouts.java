package dev.ziggurat.console;

import dev.ziggurat.access.Identities;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GamesResource;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates the common frame of pages. */
@Singleton
public class PageLayouts {

  private static final LimitParam MAX_GAMES = new LimitParam(100);

  private final GamesResource games;
  private final NavItems navigation;
  private final SecurityIdentity identity;
  private final GameMemory memory;
  private final RoutingContext request;

  PageLayouts(
      GamesResource games,
      NavItems navigation,
      SecurityIdentity identity,
      GameMemory memory,
      RoutingContext request) {
    this.games = games;
    this.navigation = navigation;
    this.identity = identity;
    this.memory = memory;
    this.request = request;
  }

  /** The layout of a page without a game. */
  PageLayout of(String title) {
    return of(title, Optional.empty());
  }

  /**
   * The layout of a page.
   *
   * @param game the requested id; if empty, the game that was looked at last, or the first running
   *     one, if any
   * @throws dev.ziggurat.tick.NoSuchGame if the requested game does not exist
   */
  public PageLayout of(String title, Optional<String> game) {
    return of(title, game, listed());
  }

  /**
   * The layout of a page for games of one world.
   *
   * @param game the requested id; if empty, the first running game of the world, if any
   * @throws dev.ziggurat.tick.NoSuchGame if the requested game does not exist
   * @throws NotFoundException if it plays another world
   */
  public PageLayout ofWorld(String world, String title, Optional<String> game) {
    var layout =
        of(title, game, listed().stream().filter(each -> each.world().equals(world)).toList());
    layout
        .game()
        .filter(each -> !each.world().equals(world))
        .ifPresent(
            each -> {
              throw new NotFoundException(
                  "game: '%s' plays the world %s; this page shows games of the world %s"
                      .formatted(each.id(), each.world(), world));
            });
    return layout;
  }

  private List<GameView> listed() {
    return games
        .list(
            new BooleanParam(false),
            Optional.empty(),
            Optional.empty(),
            MAX_GAMES,
            Optional.empty())
        .items();
  }

  private PageLayout of(String title, Optional<String> game, List<GameView> listed) {
    var asked = game.filter(id -> !id.isEmpty()).map(games::get);
    asked.map(GameView::id).ifPresent(memory::keep);
    var chosen = asked.or(() -> last(listed)).or(() -> first(listed));
    var all = chosen.map(each -> with(each, listed)).orElse(listed);
    var links = navigation.links(request.normalizedPath(), chosen);
    return new PageLayout(title, request.request().uri(), links, visitor(), all, chosen, false);
  }

  /** The selected game may not be among the first hundred. */
  private static List<GameView> with(GameView chosen, List<GameView> games) {
    return games.stream().anyMatch(each -> each.id().equals(chosen.id()))
        ? games
        : Stream.concat(games.stream(), Stream.of(chosen)).toList();
  }

  private Optional<GameView> last(List<GameView> games) {
    return memory
        .last()
        .flatMap(id -> games.stream().filter(each -> each.id().equals(id)).findFirst());
  }

  private static Optional<GameView> first(List<GameView> games) {
    return games.stream()
        .filter(game -> game.state().equals("running"))
        .findFirst()
        .or(() -> games.stream().findFirst());
  }

  private Visitor visitor() {
    return new Visitor(
        identity.getPrincipal().getName(),
        identity.hasRole(Roles.ADMIN),
        Identities.until(identity).isPresent());
  }
}
