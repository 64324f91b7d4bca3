package dev.ziggurat.catalogue;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means that the configuration was valid, or this process would have ended, and that the
 * catalogue is loaded. It asks nobody.
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
    var models = catalogueSnapshots.known().listings().size();
    return HealthCheckResponse.named("Catalogue")
        .status(models > 0)
        .withData("models", models)
        .build();
  }
}
