package dev.ziggurat.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.games.GamesConfig;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.training.wandb.WandbAccess;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Starts, follows and deletes training jobs. */
@Path("/api/admin/training-jobs")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Training")
public class TrainingJobsResource {

  private static final int SUFFIX = 8;
  private static final int MAX_NAME = 100;

  private final TrainingLookup lookup;
  private final TrainingJobs jobs;
  private final TrainingStart start;
  private final TrainingProgress progress;
  private final TrainedModelUses uses;
  private final TrainedModelDeletion deletion;
  private final WandbAccess access;
  private final PathLookup existing;
  private final TrainingConfig config;
  private final GamesConfig games;
  private final Audit audit;
  private final InstantSource time;

  TrainingJobsResource(
      TrainingLookup lookup,
      TrainingJobs jobs,
      TrainingStart start,
      TrainingProgress progress,
      TrainedModelUses uses,
      TrainedModelDeletion deletion,
      WandbAccess access,
      PathLookup existing,
      TrainingConfig config,
      GamesConfig games,
      Audit audit,
      InstantSource time) {
    this.lookup = lookup;
    this.jobs = jobs;
    this.start = start;
    this.progress = progress;
    this.uses = uses;
    this.deletion = deletion;
    this.access = access;
    this.existing = existing;
    this.config = config;
    this.games = games;
    this.audit = audit;
    this.time = time;
  }

  /** A page of jobs. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listTrainingJobs",
      summary = "Training jobs, the newest first, as they were when they were last looked at")
  public Page<TrainingJob> list(
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    return Page.counted(cursor, from -> jobs.page(time.instant(), from, limit.andOne()), limit);
  }

  /** One job with its news. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "getTrainingJob",
      summary = "One training job with its events; asks W&B for the news of a running one")
  public TrainingJob.Detail get(@RestPath String id) {
    var unreachable = progress.read(lookup.row(id));
    var row = lookup.row(id);
    var job = row.job();
    return new TrainingJob.Detail(
        job,
        jobs.events(job.id()),
        uses.of(job.id()),
        jobs.sameModel(row, time.instant(), false),
        unreachable);
  }

  /** Starts a job. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "startTrainingJob",
      summary = "Trains a model on answered turns of a game, with W&B Serverless Training",
      description =
          """
          The turns are written in the format openai-strict, uploaded as a W&B artifact, and a job of
          supervised fine-tuning is started on it. The response is sent as soon as the job is stored, with ?wait=true
          when it is running or has failed. What a job costs is not told by W&B: its call is a row of the
          ledger of unknown cost.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TrainingRequest.Fields.class)))
  @APIResponse(
      responseCode = "201",
      description = "The job; Location is its address",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TrainingJob.class)))
  @APIResponse(
      responseCode = "409",
      description = "There is no key for W&B, or four jobs are being prepared")
  public RestResponse<TrainingJob> start(
      @Parameter(description = "Whether to wait until the job is running")
          @QueryParam("wait")
          @DefaultValue("false")
          BooleanParam wait,
      JsonNode body) {
    var request = TrainingRequest.read(body, access.project(), config.baseModels());
    existing.game(request.query().game());
    access
        .unusableReason()
        .ifPresent(
            reason -> {
              throw HttpProblem.valueOf(Response.Status.CONFLICT, "wandb: " + reason);
            });
    var id = UUID.randomUUID();
    var name = request.name().orElseGet(() -> madeUp(request, id));
    var now = time.instant();
    var until = now.plus(config.uploadLimit().multipliedBy(2)).plus(config.limit().multipliedBy(8));
    if (!jobs.add(id, request, name, access.isSimulated(), now, until, audit.who())) {
      throw lookup.conflict(
          "%d jobs are being prepared: wait until one of them runs or has failed"
              .formatted(TrainingJobs.MAX_PREPARING));
    }
    audit.record(
        "training.start",
        "training-jobs/" + id,
        Map.of("game", request.query().game(), "baseModel", request.baseModel(), "name", name));
    if (wait.isSet() || !games.ticksGoOn()) {
      start.run(id, name, request);
    } else {
      Thread.ofVirtual().name("training-" + id).start(() -> start.run(id, name, request));
    }
    return RestResponse.ResponseBuilder.<TrainingJob>created(
            URI.create("/api/admin/training-jobs/" + id))
        .entity(lookup.row(id.toString()).job())
        .build();
  }

  private static String madeUp(TrainingRequest request, UUID id) {
    var name = request.query().game() + '-' + id.toString().substring(0, SUFFIX);
    return name.length() <= MAX_NAME ? name : name.substring(name.length() - MAX_NAME);
  }

  /** Deletes a job, and its model at W&amp;B. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "deleteTrainedModel",
      summary =
          "Deletes the model of a training job at W&B, with all its checkpoints, and takes it out of the catalogue",
      description =
          """
          The job stays in the list as deleted. Jobs of the same name train the same model: it is deleted with
          the last of them, deleting an earlier one (sameModel of the job) leaves it. W&B has no call that cancels a
          running job; deleting its model is what there is.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The deleted job",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TrainingJob.class)))
  @APIResponse(
      responseCode = "409",
      description = "The model is in use, by agents or elsewhere; the answer says where")
  @APIResponse(responseCode = "502", description = "W&B did not delete it")
  public TrainingJob delete(@RestPath String id) {
    deletion.delete(lookup.row(id));
    return lookup.row(id).job();
  }
}
