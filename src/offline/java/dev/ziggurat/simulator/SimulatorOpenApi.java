package dev.ziggurat.simulator;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Describes the simulator's endpoints, which are plain routes, in the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class SimulatorOpenApi implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (SimulatorStartup.playsUnder(ConfigUtils.getProfiles())) {
      addTo(document);
    }
  }

  private static void addTo(OpenAPI document) {
    var described = described();
    if (document.getPaths() == null) {
      document.setPaths(OASFactory.createPaths());
    }
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    described.getPaths().getPathItems().forEach(document.getPaths()::addPathItem);
    described.getComponents().getSchemas().forEach(document.getComponents()::addSchema);
    described.getTags().forEach(document::addTag);
  }

  private static OpenAPI described() {
    return SmallRyeOpenAPI.builder()
        .enableModelReader(false)
        .enableStandardStaticFiles(false)
        .enableStandardFilter(false)
        .enableAnnotationScan(false)
        .withCustomStaticFile(() -> SimulatorOpenApi.class.getResourceAsStream("openapi.json"))
        .build()
        .model();
  }
}
