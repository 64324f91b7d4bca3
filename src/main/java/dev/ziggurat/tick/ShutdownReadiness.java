package dev.ziggurat.tick;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: down as soon as the process shuts down, so that triggers go to other instances.
 */
@Readiness
@Singleton
class ShutdownReadiness implements HealthCheck {

  private final GracefulShutdown gracefulShutdown;

  ShutdownReadiness(GracefulShutdown gracefulShutdown) {
    this.gracefulShutdown = gracefulShutdown;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("Not ending").status(!gracefulShutdown.hasBegun()).build();
  }
}
