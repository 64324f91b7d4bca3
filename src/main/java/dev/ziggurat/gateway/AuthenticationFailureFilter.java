package dev.ziggurat.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Removes Quarkus' handler of failed authentication from gateway calls, whose callers are
 * authenticated in {@link GatewayAuthenticator}. Quarkus REST would remove it later, but before
 * that, to label a failure in the metrics, it builds an index of all resources, in every request.
 */
@Singleton
class AuthenticationFailureFilter {

  private static final String PATH = "/v1/";

  /**
   * That of the authentication: of equal ones the later registered one is called later, so this is
   * between the authentication, which sets the handler, and Quarkus REST.
   */
  private static final int AFTER_AUTHENTICATION = 200;

  void watch(@Observes Filters filters) {
    filters.register(AuthenticationFailureFilter::removeHandler, AFTER_AUTHENTICATION);
  }

  private static void removeHandler(RoutingContext context) {
    if (context.request().path().startsWith(PATH)) {
      context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
    }
    context.next();
  }
}
