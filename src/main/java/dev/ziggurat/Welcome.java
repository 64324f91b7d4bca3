package dev.ziggurat;

import dev.ziggurat.access.AccessSettings;
import dev.ziggurat.command.Invocation;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Logs the address and the tokens at start; in dev and demo only. */
@Singleton
class Welcome {

  /** Only the published default secrets may be logged. */
  private static final Set<String> KNOWN_TO_ALL = Set.of("dev-viewer", "dev-admin", "dev-cron");

  private final AccessSettings access;
  private final int port;

  Welcome(AccessSettings access, @ConfigProperty(name = "quarkus.http.port") int port) {
    this.access = access;
    this.port = port;
  }

  void greet(@Observes StartupEvent event) {
    if (Invocation.isCommand()) {
      return;
    }
    List.of("dev", "demo").stream()
        .filter(ConfigUtils::isProfileActive)
        .findFirst()
        .ifPresent(
            profile ->
                Log.infof(
                    """
                    Ziggurat, profile %s, for this machine only: http://localhost:%d/
                      Tokens for "Authorization: Bearer ...": viewer %s, admin %s, cron %s""",
                    profile,
                    port,
                    shown(access.viewerToken()),
                    shown(access.adminToken()),
                    shown(access.cronSecret())));
  }

  static String shown(Optional<String> secret) {
    return secret
        .map(text -> KNOWN_TO_ALL.contains(text) ? text : "(the one you set)")
        .orElse("(none)");
  }
}
