package dev.ziggurat.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.access.Roles;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.ListedModel;
import dev.ziggurat.models.ModelsResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Puts trained models to use. */
@Path("/api/admin/training-jobs/{id}")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Training")
public class TrainedModelResource {

  private static final int MAX_NAME = 200;

  private final TrainingLookup lookup;
  private final TrainedModelUses uses;
  private final Catalogue catalogue;
  private final ModelsResource models;
  private final PathLookup existing;
  private final ObjectMapper json;

  TrainedModelResource(
      TrainingLookup lookup,
      TrainedModelUses uses,
      Catalogue catalogue,
      ModelsResource models,
      PathLookup existing,
      ObjectMapper json) {
    this.lookup = lookup;
    this.uses = uses;
    this.catalogue = catalogue;
    this.models = models;
    this.existing = existing;
    this.json = json;
  }

  /** The agent to give a model to. */
  @Schema(name = "TrainedModelAgent")
  record AgentFields(
      @Schema(required = true) String game, @Schema(required = true) String handle) {}

  /** Registers the model in the catalogue. */
  @POST
  @Path("/catalogue")
  @Operation(
      operationId = "registerTrainedModel",
      summary = "Puts the trained model into the catalogue",
      description =
          """
          With the limits, capabilities and prices of its base model, by whose price W&B bills it. Without this
          the model can be used as well, but its price is unknown.
          """)
  @APIResponse(
      responseCode = "201",
      description = "The model is registered",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ListedModel.class)))
  @APIResponse(responseCode = "409", description = "It is there already, or there is no model")
  public RestResponse<ListedModel> register(@RestPath String id) {
    var job = lookup.row(id).job();
    var model = lookup.model(job);
    var entry =
        JsonNodeFactory.instance.objectNode().put("provider", Provider.WANDB.id()).put("id", model);
    catalogue
        .listing(Provider.WANDB, job.baseModel())
        .ifPresent(
            base -> {
              var known = json.<JsonNode>valueToTree(base.entry());
              for (var field : List.of("contextTokens", "maxOutputTokens", "can", "prices")) {
                if (known.hasNonNull(field)) {
                  entry.set(field, known.get(field));
                }
              }
            });
    return models.register(IfMatch.fromString(IfMatch.ANY), entry);
  }

  /** Gives the model to an agent. */
  @POST
  @Path("/agents")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "giveTrainedModel",
      summary = "Gives an agent the trained model, from its next turn on")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The agents that have the model, or had it, the newest first",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.ARRAY, implementation = TrainingJob.Use.class)))
  @APIResponse(responseCode = "409", description = "It has it already, or there is no model")
  public List<TrainingJob.Use> give(@RestPath String id, JsonNode sent) {
    var body = Body.of(sent, List.of("game", "handle"));
    var job = lookup.row(id).job();
    var game = body.line("game", MAX_NAME).required();
    var handle = body.line("handle", MAX_NAME).required();
    existing.agent(game, handle);
    uses.give(job.id(), lookup.model(job), game, handle);
    return uses.of(job.id());
  }

  /** Takes the model back. */
  @DELETE
  @Path("/agents/{game}/{handle}")
  @Operation(
      operationId = "takeBackTrainedModel",
      summary = "Gives an agent back the model that it had before")
  @APIResponse(
      responseCode = "200",
      description = "The agents that have the model, or had it, the newest first",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.ARRAY, implementation = TrainingJob.Use.class)))
  @APIResponse(responseCode = "409", description = "It does not have the trained model any more")
  public List<TrainingJob.Use> takeBack(
      @RestPath String id, @RestPath String game, @RestPath String handle) {
    var job = lookup.row(id).job();
    existing.agent(game, handle);
    uses.takeBack(job.id(), lookup.model(job), game, handle);
    return uses.of(job.id());
  }
}
