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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the frame of a page. */
@Singleton
class PageLayouts {

  private static final LimitParam MAX_GAMES = new LimitParam(100);

  /** A page of the navigation; those about a game carry its id. */
  private enum Place {
    OVERVIEW("Overview", "/console/", true),
    GAMES("Games", "/console/games", false),
    MODELS("AI Models", "/console/ai-models", false),
    AGENTS("Agents", "/console/agents", true),
    MARKETS("Markets", "/console/markets", true),
    TICKS("Ticks", "/console/ticks", true),
    USAGE("Usage", "/console/usage", false),
    KEYS("Keys", "/console/keys", false),
    AUDIT("Audit", "/console/audit", false),
    DRILLS("Drills", "/console/drills", false);

    private final String label;
    private final String path;
    private final boolean ofGame;

    Place(String label, String path, boolean ofGame) {
      this.label = label;
      this.path = path;
      this.ofGame = ofGame;
    }

    private NavItem room(String shown, Optional<GameView> game) {
      var current = this == OVERVIEW ? shown.equals(path) : shown.startsWith(path);
      var query = game.filter(_ -> ofGame).map(each -> "?game=" + encoded(each.id())).orElse("");
      return new NavItem(label, path + query, current);
    }
  }

  private final GamesResource games;
  private final SecurityIdentity identity;
  private final RoutingContext request;

  PageLayouts(GamesResource games, SecurityIdentity identity, RoutingContext request) {
    this.games = games;
    this.identity = identity;
    this.request = request;
  }

  /** The frame of a page that is about no game. */
  PageLayout of(String title) {
    return of(title, Optional.empty());
  }

  /**
   * The frame of a page.
   *
   * @param game the id asked for; when empty, the first running game, if there is one
   * @throws dev.ziggurat.tick.NoSuchGame if the one asked for is not there
   */
  PageLayout of(String title, Optional<String> game) {
    var listed = games.list(new BooleanParam(false), MAX_GAMES, Optional.empty()).items();
    var chosen = game.filter(id -> !id.isEmpty()).map(games::get).or(() -> first(listed));
    var all = chosen.map(each -> with(each, listed)).orElse(listed);
    var path = request.normalizedPath();
    var rooms = Stream.of(Place.values()).map(place -> place.room(path, chosen)).toList();
    return new PageLayout(title, request.request().uri(), rooms, visitor(), all, chosen, false);
  }

  /** The chosen one may be beyond the first hundred. */
  private static List<GameView> with(GameView chosen, List<GameView> games) {
    return games.stream().anyMatch(each -> each.id().equals(chosen.id()))
        ? games
        : Stream.concat(games.stream(), Stream.of(chosen)).toList();
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
