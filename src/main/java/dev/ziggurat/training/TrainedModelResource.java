package dev.ziggurat.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.access.Roles;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.games.experiments.ExperimentView;
import dev.ziggurat.games.experiments.ExperimentsResource;
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
  private static final int WHOLE_PERCENT = 100;
  private static final long HALF_PERCENT = 50;
  private static final int ID_CHARACTERS = 8;

  private final TrainingLookup lookup;
  private final TrainedModelUses uses;
  private final Catalogue catalogue;
  private final ModelsResource models;
  private final ExperimentsResource experiments;
  private final PathLookup existing;
  private final ObjectMapper json;

  TrainedModelResource(
      TrainingLookup lookup,
      TrainedModelUses uses,
      Catalogue catalogue,
      ModelsResource models,
      ExperimentsResource experiments,
      PathLookup existing,
      ObjectMapper json) {
    this.lookup = lookup;
    this.uses = uses;
    this.catalogue = catalogue;
    this.models = models;
    this.experiments = experiments;
    this.existing = existing;
    this.json = json;
  }

  /** The agent to give a model to. */
  @Schema(name = "TrainedModelAgent")
  record AgentFields(
      @Schema(required = true) String game, @Schema(required = true) String handle) {}

  /** The experiment to make with a model. */
  @Schema(name = "TrainedModelExperiment")
  record ExperimentOfModel(
      @Schema(required = true) String game,
      @Schema(
              pattern = ArmReader.NAME,
              description = "Default: trained- and the job's first digits")
          String name,
      @Schema(
              minimum = "1",
              maximum = "99",
              description = "The share of the trained model; default 50")
          int percent,
      @Schema(
              minimum = "1",
              maximum = "100",
              description = "The share of the agents that is enrolled; default 100")
          int rampPercent,
      @Schema(
              enumeration = {"draft", "running"},
              description = "default draft")
          String state) {}

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

  /** Compares the model with the one of today. */
  @POST
  @Path("/experiments")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "tryTrainedModel",
      summary = "Creates an experiment with two arms: as agents are asked today, and the model",
      description =
          """
          The control asks as usual: with what the game's variant says, and the model that the settings choose.
          Agents with a model of their own are not enrolled. Promote the model by choosing its arm as the winner;
          setting the game's variant to null takes that back.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentOfModel.class)))
  @APIResponse(
      responseCode = "201",
      description = "The experiment was created",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentView.class)))
  @APIResponse(
      responseCode = "409",
      description = "There is no model, the name is taken, or another experiment runs")
  public RestResponse<ExperimentView> tryOut(@RestPath String id, JsonNode sent) {
    var body = Body.of(sent, List.of("game", "name", "percent", "rampPercent", "state"));
    var job = lookup.row(id).job();
    var model = lookup.model(job);
    var game = body.line("game", MAX_NAME).required();
    var percent = body.number("percent", 1, WHOLE_PERCENT - 1L).orElse(HALF_PERCENT).intValue();
    var experiment =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "trained-" + job.id().toString().substring(0, ID_CHARACTERS));
    body.oneOf("state", List.of("draft", "running")).value();
    for (var field : List.of("name", "rampPercent", "state")) {
      if (sent.hasNonNull(field)) {
        experiment.set(field, sent.get(field));
      }
    }
    var arms = experiment.putArray(ArmReader.FIELD);
    arms.addObject().put("name", "usual").put("percent", WHOLE_PERCENT - percent);
    arms.addObject().put("name", "trained").put("percent", percent).put("model", model);
    return experiments.create(game, experiment);
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
