package dev.ziggurat.litellm;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.IfMatch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The admin API for importing models from a LiteLLM configuration. */
@Path("/api/admin/models/import")
@RunOnVirtualThread
@Tag(name = "Catalogue")
public class ImportResource {

  private final CatalogueImport models;

  ImportResource(CatalogueImport models) {
    this.models = models;
  }

  /** Imports the models of a configuration. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes({MediaType.APPLICATION_JSON, ProxyConfigBodies.YAML})
  @Operation(
      operationId = "importModels",
      summary = "Imports the models of a LiteLLM configuration, all of them or none",
      description =
          "A model that is not in the catalogue is registered. One that is keeps its limits and capabilities, and gets a stated price from today on. Client programs can keep using their model names. `errors` lists the errors of all entries.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = LiteLlmConfig.class)),
        @Content(
            mediaType = ProxyConfigBodies.YAML,
            schema = @Schema(implementation = LiteLlmConfig.class))
      })
  public ModelImportResult importModels(
      @Parameter(description = "Whether to only report what would change")
          @QueryParam("dryRun")
          @DefaultValue("false")
          BooleanParam dryRun,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      ProxyConfig config) {
    return models.importModels(config == null ? null : config.root(), expected, dryRun.isSet());
  }
}
