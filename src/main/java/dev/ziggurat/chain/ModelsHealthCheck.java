package dev.ziggurat.chain;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows in health what is worth knowing of the models in use. It never makes the service unready:
 * the chain goes on with whoever is left.
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
