package dev.ziggurat.session;

import dev.ziggurat.access.Identities;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who somebody is.
 *
 * @param name as the audit calls them
 * @param roles what is open to them
 * @param until when their session ends by itself; null for whoever comes without one
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
