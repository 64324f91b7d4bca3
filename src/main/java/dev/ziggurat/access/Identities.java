package dev.ziggurat.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Creates identities, with the names shown in the audit. */
public final class Identities {

  private static final String UNTIL = "until";

  private Identities() {}

  /** When this caller's session expires; empty without a session. */
  public static Optional<Instant> until(SecurityIdentity identity) {
    return Optional.ofNullable(identity.<Instant>getAttribute(UNTIL));
  }

  static SecurityIdentity of(Session session) {
    return builder(session.name(), session.roles()).addAttribute(UNTIL, session.until()).build();
  }

  /** An identity with this name and these roles. */
  public static SecurityIdentity of(String name, Set<String> roles) {
    return builder(name, roles).build();
  }

  static QuarkusSecurityIdentity.Builder builder(String name, Set<String> roles) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(name))
        .addRoles(roles);
  }
}
