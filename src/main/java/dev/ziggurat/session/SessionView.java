package dev.ziggurat.session;

import dev.ziggurat.access.Identities;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The identity of the caller.
 *
 * @param name as in the audit
 * @param roles their roles
 * @param until when the session expires; null without a session
 */
@Schema(name = "Session")
public record SessionView(String name, List<String> roles, Optional<Instant> until) {

  static SessionView of(SecurityIdentity identity) {
    return new SessionView(
        identity.getPrincipal().getName(),
        identity.getRoles().stream().sorted().toList(),
        Identities.until(identity));
  }
}
