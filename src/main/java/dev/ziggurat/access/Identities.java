package dev.ziggurat.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Makes identities, with names that a reader of the audit understands. */
public final class Identities {

  private static final String UNTIL = "until";

  private Identities() {}

  /** When this caller's session ends by itself; empty for whoever comes without one. */
  public static Optional<Instant> until(SecurityIdentity identity) {
    return Optional.ofNullable(identity.<Instant>getAttribute(UNTIL));
  }

  static SecurityIdentity of(Session session) {
    return builder(session.name(), session.roles()).addAttribute(UNTIL, session.until()).build();
  }

  /** Somebody whose name and roles are known already. */
  public static SecurityIdentity of(String name, Set<String> roles) {
    return builder(name, roles).build();
  }

  private static QuarkusSecurityIdentity.Builder builder(String name, Set<String> roles) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(name))
        .addRoles(roles);
  }
}
