package dev.ziggurat.gateway;

import dev.ziggurat.access.Roles;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Who may call the gateway: whoever brings an admin's token. */
@Singleton
class Door {

  private final Instance<CurrentIdentityAssociation> association;

  Door(Instance<CurrentIdentityAssociation> association) {
    this.association = association;
  }

  /**
   * Lets the caller of this request in.
   *
   * @throws GatewayRefusal with 401 when nobody we know is calling
   */
  void enter() {
    try {
      var identity = association.get().getDeferredIdentity().await().indefinitely();
      if (!identity.isAnonymous() && identity.hasRole(Roles.ADMIN)) {
        return;
      }
    } catch (AuthenticationFailedException wrong) {
      throw GatewayRefusal.unknownCaller(wrong.getMessage());
    }
    throw GatewayRefusal.unknownCaller(
        "This needs a key: send it as Authorization: Bearer <key>, as SDKs do with their API key.");
  }
}
