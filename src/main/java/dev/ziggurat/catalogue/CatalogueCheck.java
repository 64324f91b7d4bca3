package dev.ziggurat.catalogue;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Startup check: up once the configuration is valid (an invalid one ends the process) and the
 * catalogue is loaded. Uses the cached catalogue only.
 */
@Startup
@Singleton
class CatalogueCheck implements HealthCheck {

  private final CatalogueSnapshots catalogueSnapshots;

  CatalogueCheck(CatalogueSnapshots catalogueSnapshots) {
    this.catalogueSnapshots = catalogueSnapshots;
  }

  @Override
  public HealthCheckResponse call() {
    var models = catalogueSnapshots.cached().listings().size();
    return HealthCheckResponse.named("Catalogue")
        .status(models > 0)
        .withData("models", models)
        .build();
  }
}
