package dev.ziggurat.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Authenticates a browser by its session cookie. An invalid, expired or ended cookie is ignored and
 * removed.
 */
@Singleton
class SessionAuthentication implements HttpAuthenticationMechanism {

  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final SessionEndings endings;
  private final BlockingSecurityExecutor blocking;

  SessionAuthentication(
      Sessions sessions,
      SessionCookie cookie,
      SessionEndings endings,
      BlockingSecurityExecutor blocking) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.endings = endings;
    this.blocking = blocking;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    var sent = cookie.of(context.request());
    if (sent.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    var session = sent.flatMap(sessions::recognise);
    if (session.isEmpty()) {
      cookie.take(context);
      return Uni.createFrom().nullItem();
    }
    var request = context.request();
    if (!READING.contains(request.method())
        && request.getHeader(MissingConsoleHeader.HEADER) == null) {
      return Uni.createFrom().failure(new MissingConsoleHeader());
    }
    return blocking.executeBlocking(() -> open(session.get(), context));
  }

  /** Null, as for no cookie, if it was ended. */
  private SecurityIdentity open(Session session, RoutingContext context) {
    if (endings.isEnded(session.id())) {
      cookie.take(context);
      return null;
    }
    return Identities.of(session);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    // The challenge is sent by TokenAuthentication.
    return Uni.createFrom().nullItem();
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }

  @Override
  public int getPriority() {
    return AuthenticationPriority.SESSION;
  }
}
