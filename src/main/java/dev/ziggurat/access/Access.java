package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows which token gives which roles. */
@Singleton
public class Access {

  /** Hashed, so that comparing takes the same time whatever the lengths. */
  private record Grant(byte[] tokenHash, Set<String> roles) {}

  private final List<Grant> grants;
  private final boolean cronConfigured;

  Access(AccessSettings settings) {
    this.grants =
        List.of(
                grant(settings.viewerToken(), Set.of(Roles.VIEWER)),
                grant(settings.adminToken(), Set.of(Roles.ADMIN, Roles.VIEWER)),
                grant(settings.cronSecret(), Set.of(Roles.CRON)))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    this.cronConfigured = settings.cronSecret().filter(secret -> !secret.isBlank()).isPresent();
  }

  /** Whether anybody can start ticks over HTTP; false while {@code CRON_SECRET} is not set. */
  public boolean cronConfigured() {
    return cronConfigured;
  }

  /** The roles that this token gives; empty for a wrong one. Takes the same time for each. */
  Set<String> rolesOf(String token) {
    var hash = sha256(token);
    var roles = new HashSet<String>();
    for (var grant : grants) {
      if (MessageDigest.isEqual(grant.tokenHash(), hash)) {
        roles.addAll(grant.roles());
      }
    }
    return Set.copyOf(roles);
  }

  private static Optional<Grant> grant(Optional<String> token, Set<String> roles) {
    return token.filter(text -> !text.isBlank()).map(text -> new Grant(sha256(text), roles));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
