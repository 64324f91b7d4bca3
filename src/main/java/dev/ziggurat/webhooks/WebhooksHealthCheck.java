package dev.ziggurat.webhooks;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Looks after webhooks at each readiness check, behind it: whoever watches this process makes it
 * notice overdue games and try again. Always up.
 */
@Readiness
@Singleton
class WebhooksHealthCheck implements HealthCheck {

  private final WebhookDispatcher dispatcher;
  private final boolean active;

  WebhooksHealthCheck(
      WebhookDispatcher dispatcher,
      @ConfigProperty(name = "quarkus.datasource.active", defaultValue = "true") boolean active) {
    this.dispatcher = dispatcher;
    this.active = active;
  }

  @Override
  public HealthCheckResponse call() {
    if (active) {
      dispatcher.look();
    }
    return HealthCheckResponse.named("Webhooks").up().build();
  }
}
