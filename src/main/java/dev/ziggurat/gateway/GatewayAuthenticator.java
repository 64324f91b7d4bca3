package dev.ziggurat.gateway;

import dev.ziggurat.access.Bearer;
import dev.ziggurat.access.Roles;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeySecret;
import dev.ziggurat.gateway.keys.Keys;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Who may call the gateway: whoever brings a key, or an admin's token. */
@Singleton
class GatewayAuthenticator {

  private final Keys keys;
  private final Instance<CurrentIdentityAssociation> association;

  GatewayAuthenticator(Keys keys, Instance<CurrentIdentityAssociation> association) {
    this.keys = keys;
    this.association = association;
  }

  /**
   * Lets the caller of this request in.
   *
   * @throws GatewayRefusal with 401 when nobody we know is calling, 403 when it is somebody who has
   *     no business here, 503 when nobody can tell
   */
  GatewayCaller enter(HttpHeaders headers) {
    var secret =
        Bearer.of(headers.getHeaderString(HttpHeaders.AUTHORIZATION)).filter(KeySecret::isMeant);
    return secret.isPresent() ? new GatewayCaller(Optional.of(opened(secret.get()))) : byToken();
  }

  private Key opened(String secret) {
    return switch (found(secret)) {
      case Keys.Found.Open open -> open.key();
      case Keys.Found.Unknown _ ->
          throw GatewayRefusal.unknownCaller("invalid_api_key", "There is no such key.");
      case Keys.Found.Revoked revoked ->
          throw GatewayRefusal.unknownCaller(
              "revoked_api_key",
              "The key %s was revoked at %s."
                  .formatted(named(revoked.key()), revoked.key().revokedAt().orElseThrow()));
      case Keys.Found.Expired expired ->
          throw GatewayRefusal.unknownCaller(
              "expired_api_key",
              "The key %s expired at %s."
                  .formatted(
                      named(expired.key()), expired.key().terms().expiresAt().orElseThrow()));
      case Keys.Found.Rotated rotated ->
          throw GatewayRefusal.unknownCaller(
              "expired_api_key",
              "The key %s was rotated, and its old secret expired at %s: use the new one."
                  .formatted(named(rotated.key()), rotated.key().oldUntil().orElseThrow()));
    };
  }

  private Keys.Found found(String secret) {
    try {
      return keys.find(secret);
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Keys cannot be looked up", away);
    }
  }

  private static String named(Key key) {
    return "\"%s\" (…%s)".formatted(key.terms().name(), key.hint());
  }

  private GatewayCaller byToken() {
    var identity = identity();
    if (identity.isAnonymous()) {
      throw GatewayRefusal.unknownCaller(
          "invalid_api_key",
          "This needs a key: send it as Authorization: Bearer <key>, as SDKs do with their API key.");
    }
    if (!identity.hasRole(Roles.ADMIN)) {
      throw GatewayRefusal.forbidden(
          "Your token opens other doors: this needs a key, or an admin's.");
    }
    return GatewayCaller.ADMIN;
  }

  private SecurityIdentity identity() {
    try {
      return association.get().getDeferredIdentity().await().indefinitely();
    } catch (AuthenticationFailedException wrong) {
      throw GatewayRefusal.unknownCaller("invalid_api_key", wrong.getMessage());
    } catch (ForbiddenException wrongWay) {
      throw GatewayRefusal.forbidden(wrongWay.getMessage());
    }
  }
}
