package dev.ziggurat.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The session cookie: HttpOnly, SameSite, Secure. On localhost without TLS it has another name, so
 * that a cookie set without TLS is never accepted over TLS.
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

  /** Sets the cookie. */
  public void give(RoutingContext context, Sessions.Opened opened) {
    send(context, opened.encrypted(), sessions.length().toSeconds());
  }

  /** Removes the cookie. */
  public void take(RoutingContext context) {
    send(context, "", 0);
  }

  /** The cookie's value, valid or not. */
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
