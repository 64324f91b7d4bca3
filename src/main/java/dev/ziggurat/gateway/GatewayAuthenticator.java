package dev.ziggurat.gateway;

import dev.ziggurat.access.AccessSettings;
import dev.ziggurat.access.Bearer;
import dev.ziggurat.access.ClientAddress;
import dev.ziggurat.access.FailureLimit;
import dev.ziggurat.access.Roles;
import dev.ziggurat.access.TooManyTokens;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeySecret;
import dev.ziggurat.gateway.keys.Keys;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.InstantSource;

/** Authenticates callers of the gateway: a gateway key, or an admin's token. */
@Singleton
public class GatewayAuthenticator {

  private final Keys keys;
  private final Instance<CurrentIdentityAssociation> association;
  private final FailureLimit unknownKeys;

  GatewayAuthenticator(
      Keys keys,
      Instance<CurrentIdentityAssociation> association,
      AccessSettings settings,
      InstantSource time) {
    this.keys = keys;
    this.association = association;
    this.unknownKeys = new FailureLimit(settings.wrongTokens(), time);
  }

  /**
   * Authenticates this request.
   *
   * @throws GatewayRefusal 401 for unknown callers, 403 without permission, 429 for an address that
   *     has sent too many unknown keys, 503 when the database does not answer
   */
  public GatewayCaller authenticate(HttpServerRequest request) {
    var secret = Bearer.of(request.getHeader(HttpHeaders.AUTHORIZATION)).filter(KeySecret::isMeant);
    return secret.isPresent() ? GatewayCaller.by(requireOpen(secret.get(), request)) : byToken();
  }

  private Key requireOpen(String secret, HttpServerRequest request) {
    return switch (found(secret)) {
      case Keys.Found.Open open -> open.key();
      case Keys.Found.Unknown _ -> throw unknownKey(request);
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
              "The key %s was rotated and its old secret expired at %s: use the new one."
                  .formatted(named(rotated.key()), rotated.key().oldUntil().orElseThrow()));
    };
  }

  /**
   * Valid keys never come here, so that they are not refused, whatever else comes from their
   * address: behind a proxy that hides them all callers have one.
   */
  private GatewayRefusal unknownKey(HttpServerRequest request) {
    return unknownKeys
        .begin(ClientAddress.of(request))
        .map(TooManyTokens::new)
        .map(often -> GatewayRefusal.tooFast(often.getMessage(), often.left()).withoutRetry())
        .orElseGet(
            () -> GatewayRefusal.unknownCaller("invalid_api_key", "The API key is unknown."));
  }

  private Keys.Found found(String secret) {
    try {
      return keys.find(secret);
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Keys cannot be checked", away);
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
          "A key is required: send it as Authorization: Bearer <key> or as x-api-key, as SDKs do with their API key.");
    }
    if (!identity.hasRole(Roles.ADMIN)) {
      throw GatewayRefusal.forbidden(
          "Your token does not permit this: use a gateway key or the admin token.");
    }
    return GatewayCaller.ADMIN;
  }

  private SecurityIdentity identity() {
    try {
      return association.get().getDeferredIdentity().await().indefinitely();
    } catch (TooManyTokens often) {
      throw GatewayRefusal.tooFast(often.getMessage(), often.left());
    } catch (AuthenticationFailedException wrong) {
      throw GatewayRefusal.unknownCaller("invalid_api_key", wrong.getMessage());
    } catch (ForbiddenException wrongWay) {
      throw GatewayRefusal.forbidden(wrongWay.getMessage());
    }
  }
}
