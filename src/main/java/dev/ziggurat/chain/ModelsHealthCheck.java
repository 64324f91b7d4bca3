package dev.ziggurat.chain;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows {@link ModelNotices} in the readiness check. Always up: the chain falls back to the other
 * providers.
 */
@Readiness
@Singleton
class ModelsHealthCheck implements HealthCheck {

  private final ModelNotices notices;

  ModelsHealthCheck(ModelNotices notices) {
    this.notices = notices;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("Models")
        .up()
        .withData("simulated", notices.simulated())
        .withData("without key", notices.withoutKey())
        .withData("warnings", String.join("; ", notices.warnings()))
        .build();
  }
}
