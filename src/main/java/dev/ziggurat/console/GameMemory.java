package dev.ziggurat.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The game that was looked at last, in a cookie of the browser's session: pages that show no single
 * game lead back to it.
 */
@Singleton
class GameMemory {

  private static final String NAME = "ziggurat-game";
  private static final String PATH = "/console";

  private final RoutingContext request;

  GameMemory(RoutingContext request) {
    this.request = request;
  }

  /** The id in the cookie; the game may no longer exist. */
  Optional<String> last() {
    return Optional.ofNullable(request.request().getCookie(NAME)).map(Cookie::getValue);
  }

  void keep(String game) {
    request
        .response()
        .addCookie(
            Cookie.cookie(NAME, game)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSecure(request.request().isSSL())
                .setSameSite(CookieSameSite.STRICT));
  }
}
