package dev.ziggurat.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/** Authenticates callers on this machine as viewers, in profiles that allow it. */
@Singleton
class LocalhostAuthentication implements HttpAuthenticationMechanism {

  private final Localhost localhost;

  LocalhostAuthentication(Localhost localhost) {
    this.localhost = localhost;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    return localhost.mayRead(context.request())
        ? Uni.createFrom().item(Identities.of("localhost", Set.of(Roles.VIEWER)))
        : Uni.createFrom().nullItem();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().nullItem();
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }

  @Override
  public int getPriority() {
    return AuthenticationPriority.LOCALHOST;
  }
}
