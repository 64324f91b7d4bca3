package dev.ziggurat.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Turns {@code Authorization: Bearer <token>} (RFC 6750) into an identity with roles: by a
 * configured token, the token of a player, or one of a configured issuer.
 */
@Singleton
class TokenAuthentication implements HttpAuthenticationMechanism {

  private static final String NO_TOKEN =
      """
      {"status":401,"title":"Unauthorized","detail":"A token is required: send it as Authorization: Bearer <token>."}""";

  private final ConfiguredTokens access;
  private final Issuers issuers;
  private final OidcAuthenticationMechanism oidc;
  private final BearerThrottle throttle;
  private final PlayerTokens players;
  private final BlockingSecurityExecutor blocking;

  TokenAuthentication(
      ConfiguredTokens access,
      Issuers issuers,
      OidcAuthenticationMechanism oidc,
      BearerThrottle throttle,
      PlayerTokens players,
      BlockingSecurityExecutor blocking) {
    this.access = access;
    this.issuers = issuers;
    this.oidc = oidc;
    this.throttle = throttle;
    this.players = players;
    this.blocking = blocking;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identityProviders) {
    var credentials = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (credentials == null) {
      return Uni.createFrom().nullItem();
    }
    var bearer = Bearer.of(credentials);
    if (bearer.filter(players::isMeant).isPresent()) {
      var address = ClientAddress.of(context.request());
      return blocking.executeBlocking(() -> player(bearer.get(), address));
    }
    var ours = bearer.flatMap(access::find);
    // Nobody guesses a signature: tokens of issuers are not counted.
    var signed = ours.isPresent() ? Optional.<Jwt>empty() : bearer.flatMap(Jwt::read);
    if (bearer.isPresent() && signed.isEmpty()) {
      var wait = throttle.admit(ClientAddress.of(context.request()), ours);
      if (wait.isPresent()) {
        return Uni.createFrom().failure(new TooManyTokens(wait.get()));
      }
    }
    if (ours.isPresent()) {
      return Uni.createFrom().item(Identities.of(ours.get().name(), ours.get().roles()));
    }
    return signed
        .flatMap(
            token ->
                issuers
                    .of(token)
                    .map(issuer -> byIssuer(issuer, token, context, identityProviders)))
        .orElseGet(() -> refused("The token is not one of those configured here."));
  }

  /** Valid tokens are never refused for the wrong ones that come from their address. */
  private SecurityIdentity player(String secret, String address) {
    return players
        .find(secret)
        .map(Player::identity)
        .orElseThrow(
            () ->
                throttle
                    .admit(address, Optional.empty())
                    .<SecurityException>map(TooManyTokens::new)
                    .orElseGet(
                        () ->
                            new AuthenticationFailedException(
                                "The player's token is unknown or was revoked.")));
  }

  private Uni<SecurityIdentity> byIssuer(
      Issuer issuer, Jwt token, RoutingContext context, IdentityProviderManager providers) {
    return oidc.authenticate(context, providers)
        .onFailure(failure -> !(failure instanceof AuthenticationFailedException))
        .transform(failure -> new IssuerUnavailable(issuer, failure))
        .onFailure(failure -> !(failure instanceof IssuerUnavailable))
        .recoverWithUni(
            () ->
                refused("The token is expired, for another audience, or not signed by its issuer."))
        .map(genuine -> Identities.of(token.name() + " (OIDC)", issuer.roles(token)));
  }

  private static Uni<SecurityIdentity> refused(String why) {
    return Uni.createFrom().failure(new AuthenticationFailedException(why));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(
            new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(), "WWW-Authenticate", "Bearer"));
  }

  /** Outside the REST layer, where no exception mapper writes the problem document. */
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader("WWW-Authenticate", "Bearer")
        .setStatusCode(HttpResponseStatus.UNAUTHORIZED.code());
    return Uni.createFrom()
        .completionStage(context.response().end(NO_TOKEN).toCompletionStage())
        .replaceWith(true);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    // Tokens are checked here, without an identity provider.
    return Set.of();
  }

  @Override
  public int getPriority() {
    return AuthenticationPriority.TOKEN;
  }
}
