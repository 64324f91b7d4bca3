package dev.ziggurat.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The cookie in which a browser keeps its session: kept from scripts, sent only from our own pages,
 * only over TLS. On one's own machine, where there is no TLS, it goes by another name, which nobody
 * elsewhere can plant under the first.
 */
@Singleton
public class SessionCookie {

  private static final String NAME = "ziggurat-session";

  /** Browsers take this prefix only with Secure, Path=/ and no domain (RFC 6265bis). */
  private static final String PREFIX = "__Host-";

  private final Sessions sessions;
  private final Localhost localhost;

  SessionCookie(Sessions sessions, Localhost localhost) {
    this.sessions = sessions;
    this.localhost = localhost;
  }

  /** Gives a browser its session. */
  public void give(RoutingContext context, Sessions.Opened opened) {
    send(context, opened.sealed(), sessions.length().toSeconds());
  }

  /** Takes it back. */
  public void take(RoutingContext context) {
    send(context, "", 0);
  }

  /** What the browser sent in its place, whether or not it is a session. */
  Optional<String> of(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(name(request))).map(Cookie::getValue);
  }

  private void send(RoutingContext context, String value, long seconds) {
    context
        .response()
        .addCookie(
            Cookie.cookie(name(context.request()), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(!localhost.isHere(context.request()))
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(seconds));
  }

  private String name(HttpServerRequest request) {
    return localhost.isHere(request) ? NAME : PREFIX + NAME;
  }
}
