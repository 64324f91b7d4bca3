package dev.ziggurat.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/** Turns {@code Authorization: Bearer <token>} (RFC 6750) into an identity with roles. */
@Singleton
class TokenAuthentication implements HttpAuthenticationMechanism {

  private static final String SCHEME = "Bearer ";

  private static final String NO_TOKEN =
      """
      {"status":401,"title":"Unauthorized","detail":"This needs a token of ours: send it as Authorization: Bearer <token>."}""";

  private final Access access;
  private final Localhost localhost;

  TokenAuthentication(Access access, Localhost localhost) {
    this.access = access;
    this.localhost = localhost;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    var credentials = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (credentials == null) {
      return localhost.mayRead(context.request())
          ? Uni.createFrom().item(identity("localhost", Set.of(Roles.VIEWER)))
          : Uni.createFrom().nullItem();
    }
    var roles =
        credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? access.rolesOf(credentials.substring(SCHEME.length()).strip())
            : Set.<String>of();
    return roles.isEmpty()
        ? Uni.createFrom().failure(new AuthenticationFailedException())
        : Uni.createFrom()
            .item(identity(String.join("+", roles.stream().sorted().toList()), roles));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(
            new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(), "WWW-Authenticate", "Bearer"));
  }

  /** Outside the REST layer, where no mapper turns a refusal into a problem document. */
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader("WWW-Authenticate", "Bearer")
        .setStatusCode(HttpResponseStatus.UNAUTHORIZED.code());
    return Uni.createFrom()
        .completionStage(context.response().end(NO_TOKEN).toCompletionStage())
        .replaceWith(true);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    // Tokens are looked up here; no identity provider is asked.
    return Set.of();
  }

  private static SecurityIdentity identity(String name, Set<String> roles) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(name))
        .addRoles(roles)
        .build();
  }
}
