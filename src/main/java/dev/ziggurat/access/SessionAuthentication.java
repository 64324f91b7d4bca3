package dev.ziggurat.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Authenticates a browser by its session cookie. An invalid or expired cookie is ignored and
 * removed.
 */
@Singleton
class SessionAuthentication implements HttpAuthenticationMechanism {

  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Sessions sessions;
  private final SessionCookie cookie;

  SessionAuthentication(Sessions sessions, SessionCookie cookie) {
    this.sessions = sessions;
    this.cookie = cookie;
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
    return Uni.createFrom().item(Identities.of(session.get()));
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
