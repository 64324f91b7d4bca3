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
 * An OpenID Connect provider whose tokens are taken.
 *
 * @param name what the operator calls it
 * @param address as its tokens give it in {@code iss}
 * @param audience what its tokens must be made for
 * @param claim where they tell who may do what
 * @param values the values of the claim that give a role, by role
 */
record Issuer(
    String name, String address, String audience, String claim, Map<String, List<String>> values) {

  /** Keys that came in the clear could be anybody's, unless they never left this machine. */
  private static final Pattern ADDRESS =
      Pattern.compile("https://\\S+|http://(localhost|127\\.0\\.0\\.1|\\[::1])([:/]\\S*)?");

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Clocks differ. */
  private static final int GRACE_SECONDS = 30;

  /**
   * The issuer that these settings name, if they name one.
   *
   * @throws IllegalStateException if its tokens could not be told from those of others
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
        ziggurat.access.oidc.%s.issuer is set, but not what its tokens must be made for: set \
        ziggurat.access.oidc.%s.audience (OIDC_AUDIENCE for the default one)."""
        .formatted(name, name);
  }

  /** Whether keys that are fetched there are the issuer's. */
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

  /** How Quarkus is to check its tokens: by its published keys and nothing else. */
  OidcTenantConfig tenant() {
    return OidcTenantConfig.authServerUrl(address)
        .tenantId("ziggurat-" + name)
        .applicationType(ApplicationType.SERVICE)
        .connectionTimeout(PATIENCE)
        .token()
        .issuer(address)
        .audience(audience)
        .lifespanGrace(GRACE_SECONDS)
        .allowJwtIntrospection(false)
        .allowOpaqueTokenIntrospection(false)
        .end()
        .build();
  }

  /** Whether it can give this role at all. */
  boolean gives(String role) {
    return !values.get(role).isEmpty();
  }

  /** What a token of this issuer opens, once it is known to be genuine. */
  Set<String> roles(Jwt genuine) {
    var said = genuine.texts(claim);
    var roles = new HashSet<String>();
    values.forEach(
        (role, values) -> {
          if (values.stream().anyMatch(said::contains)) {
            roles.add(role);
          }
        });
    if (roles.contains(Roles.ADMIN)) {
      roles.add(Roles.VIEWER);
    }
    return Set.copyOf(roles);
  }
}
