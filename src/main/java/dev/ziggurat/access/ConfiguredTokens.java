package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The configured tokens and their roles. */
@Singleton
public class ConfiguredTokens {

  /** Most privileged first. */
  private final List<Token> tokens;

  private final boolean cronConfigured;

  ConfiguredTokens(AccessSettings settings, Issuers issuers) {
    this.tokens =
        List.of(
                token("admin token", settings.adminToken(), Set.of(Roles.ADMIN, Roles.VIEWER)),
                token("viewer token", settings.viewerToken(), Set.of(Roles.VIEWER)),
                token("cron secret", settings.cronSecret(), Set.of(Roles.CRON)))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    this.cronConfigured =
        tokens.stream().anyMatch(token -> token.roles().contains(Roles.CRON))
            || issuers.give(Roles.CRON);
  }

  /**
   * Whether ticks can be started over HTTP; false while neither {@code CRON_SECRET} nor an issuer's
   * cron accounts are set.
   */
  public boolean cronConfigured() {
    return cronConfigured;
  }

  /** The tokens that grant console access, most privileged first. */
  List<Token> consoleTokens() {
    return tokens.stream().filter(token -> token.roles().contains(Roles.VIEWER)).toList();
  }

  /** The token with this secret; empty if invalid. Constant time. */
  Optional<Token> find(String secret) {
    var hash = Token.sha256(secret);
    Token found = null;
    for (var token : tokens) {
      if (token.hasHash(hash)) {
        found = found == null ? token : found.and(token);
      }
    }
    return Optional.ofNullable(found);
  }

  private static Optional<Token> token(String name, Optional<String> secret, Set<String> roles) {
    return secret.filter(text -> !text.isBlank()).map(text -> Token.of(name, text, roles));
  }
}
