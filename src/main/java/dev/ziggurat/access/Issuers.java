package dev.ziggurat.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Finds the issuer of a token. Its keys are fetched at its first token, so that no issuer delays
 * the start.
 */
@Singleton
class Issuers implements TenantConfigResolver {

  private final List<Issuer> issuers;

  Issuers(AccessSettings settings) {
    this.issuers =
        settings.oidc().entrySet().stream()
            .map(named -> Issuer.of(named.getKey(), named.getValue()))
            .flatMap(Optional::stream)
            .toList();
  }

  /** Fails the start on invalid configuration, which the constructor has checked. */
  void check(@Observes StartupEvent start) {}

  /** Whether any issuer can grant this role. */
  boolean give(String role) {
    return issuers.stream().anyMatch(issuer -> issuer.gives(role));
  }

  /** The configured issuer named by this token; empty if there is none. */
  Optional<Issuer> of(Jwt token) {
    return issuers.stream().filter(issuer -> issuer.address().equals(token.issuer())).findFirst();
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext context, OidcRequestContext<OidcTenantConfig> requestContext) {
    var tenant =
        Bearer.of(context.request().getHeader(HttpHeaders.AUTHORIZATION))
            .flatMap(Jwt::read)
            .flatMap(this::of)
            .map(Issuer::tenant);
    return Uni.createFrom().item(tenant.orElse(null));
  }
}
