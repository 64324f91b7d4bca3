package dev.ziggurat.access;

import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An OpenID Connect provider whose tokens are accepted.
 *
 * @param name the operator's name for it
 * @param address as in the {@code iss} claim of its tokens
 * @param audience required {@code aud} of its tokens
 * @param claim path of the claim with the roles
 * @param values the values of the claim that grant a role, by role
 */
record Issuer(
    String name, String address, String audience, String claim, Map<String, List<String>> values) {

  /** Keys must be fetched over TLS, except from this machine. */
  private static final Pattern ADDRESS =
      Pattern.compile("https://\\S+|http://(localhost|127\\.0\\.0\\.1|\\[::1])([:/]\\S*)?");

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Allowed clock skew. */
  private static final int CLOCK_SKEW_SECONDS = 30;

  /**
   * The issuer of these settings, if set.
   *
   * @throws IllegalStateException if its address is not https or its audience is missing
   */
  static Optional<Issuer> of(String name, AccessSettings.IssuerSettings settings) {
    return settings
        .issuer()
        .filter(address -> !address.isBlank())
        .map(
            address ->
                new Issuer(
                    name,
                    checked(name, address.strip()),
                    settings
                        .audience()
                        .filter(audience -> !audience.isBlank())
                        .orElseThrow(() -> new IllegalStateException(noAudience(name))),
                    settings.claim(),
                    Map.of(
                        Roles.ADMIN, settings.admin().orElse(List.of()),
                        Roles.VIEWER, settings.viewer().orElse(List.of()),
                        Roles.CRON, settings.cron().orElse(List.of()))));
  }

  private static String noAudience(String name) {
    return """
        ziggurat.access.oidc.%s.issuer is set without the audience of its tokens: set \
        ziggurat.access.oidc.%s.audience (OIDC_AUDIENCE for the default one)."""
        .formatted(name, name);
  }

  /** Whether keys can be fetched securely from this address. */
  static boolean isAddress(String address) {
    return ADDRESS.matcher(address).matches();
  }

  private static String checked(String name, String address) {
    if (isAddress(address)) {
      return address;
    }
    throw new IllegalStateException(
        "ziggurat.access.oidc.%s.issuer must begin with https://, but is %s"
            .formatted(name, address));
  }

  /** Quarkus' settings to verify its tokens: only by its published keys. */
  OidcTenantConfig tenant() {
    return OidcTenantConfig.authServerUrl(address)
        .tenantId("ziggurat-" + name)
        .applicationType(ApplicationType.SERVICE)
        .connectionTimeout(TIMEOUT)
        .token()
        .issuer(address)
        .audience(audience)
        .lifespanGrace(CLOCK_SKEW_SECONDS)
        .allowJwtIntrospection(false)
        .allowOpaqueTokenIntrospection(false)
        .end()
        .build();
  }

  /** Whether it can grant this role. */
  boolean gives(String role) {
    return !values.get(role).isEmpty();
  }

  /** The roles of a verified token. */
  Set<String> roles(Jwt genuine) {
    var claimed = genuine.texts(claim);
    var roles = new HashSet<String>();
    values.forEach(
        (role, values) -> {
          if (values.stream().anyMatch(claimed::contains)) {
            roles.add(role);
          }
        });
    if (roles.contains(Roles.ADMIN)) {
      roles.add(Roles.VIEWER);
    }
    return Set.copyOf(roles);
  }
}
