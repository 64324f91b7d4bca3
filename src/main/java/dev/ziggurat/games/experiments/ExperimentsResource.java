package dev.ziggurat.games.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.ExperimentStore;
import dev.ziggurat.experiment.LookResult;
import dev.ziggurat.experiment.Looks;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Experiments of a game: read by viewers, changed by admins. */
@Path("/api/games/{game}/experiments")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
public class ExperimentsResource {

  private static final String PROBLEM = "application/problem+json";

  private final PathLookup existing;
  private final ExperimentStore experiments;
  private final Looks looks;
  private final ExperimentReader reader;
  private final VariantReader variants;
  private final ExperimentChanges changes;
  private final WinnerChoice winnerChoice;

  ExperimentsResource(
      PathLookup existing,
      ExperimentStore experiments,
      Looks looks,
      ExperimentReader reader,
      VariantReader variants,
      ExperimentChanges changes,
      WinnerChoice winnerChoice) {
    this.existing = existing;
    this.experiments = experiments;
    this.looks = looks;
    this.reader = reader;
    this.variants = variants;
    this.changes = changes;
    this.winnerChoice = winnerChoice;
  }

  /** A page of experiments, by name. */
  @GET
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "listExperiments",
      summary = "The experiments of a game, each with its newest results")
  public Page<ExperimentView> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var id = existing.game(game).id();
    var page =
        Page.continued(
            cursor,
            from -> experiments.page(id, from.orElse(""), limit.andOne()),
            limit,
            Experiment::name);
    return new Page<>(page.items().stream().map(this::view).toList(), page.next());
  }

  /** One experiment. */
  @GET
  @Path("/{experiment}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "getExperiment",
      summary = "One experiment with its newest results",
      description =
          """
          Results are computed after ticks 1, 2, 3, 4, 5, 7, 9, 12 … of the experiment, each a quarter
          later, and never changed. With 95 % confidence all intervals of an experiment, of all metrics,
          arms and looks, contain their differences: looking often, or stopping when one likes, does not
          change that. Agents that changed their arm are excluded.
          """)
  public ExperimentView get(@RestPath String game, @RestPath String experiment) {
    return view(find(game, experiment));
  }

  /** All results. */
  @GET
  @Path("/{experiment}/looks")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "listExperimentLooks",
      summary = "The results of an experiment as they were computed, newest first")
  public Page<LookResult> looks(
      @RestPath String game,
      @RestPath String experiment,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var found = find(game, experiment);
    return Page.continued(
        cursor,
        from ->
            looks.page(
                found, from.map(Integer::parseInt).orElse(Integer.MAX_VALUE), limit.andOne()),
        limit,
        look -> Integer.toString(look.look()));
  }

  /** Creates an experiment. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "createExperiment",
      summary = "Creates an experiment of 2 to 8 arms, as a draft unless its state is running",
      description =
          """
          Agents for which models decide, and which have no model of their own, are assigned to arms by
          a hash of a salt and their handle. One experiment of a game runs at a time.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentFields.class)))
  @APIResponse(
      responseCode = "201",
      description = "The experiment was created",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentView.class)))
  @APIResponse(
      responseCode = "409",
      description = "The name is taken, or another experiment runs",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  public RestResponse<ExperimentView> create(@RestPath String game, JsonNode body) {
    var id = existing.game(game).id();
    var fields = reader.read(body);
    changes.create(id, fields);
    var created = view(find(id, fields.name().required()));
    return RestResponse.ResponseBuilder.<ExperimentView>created(
            URI.create("/api/games/" + id + "/experiments/" + created.name()))
        .entity(created)
        .build();
  }

  /** Edits, starts or stops an experiment. */
  @PATCH
  @Path("/{experiment}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "changeExperiment",
      summary = "Edits a draft, starts it, enrols more agents, changes shares, or stops it",
      description =
          """
          An absent field stays as it is. Once it runs, the ramp may only grow, and of its arms only the
          percents may change: as few agents as possible change their arm then, and those are excluded.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The changed experiment",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Its state does not allow it, or another experiment runs",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public ExperimentView change(
      @RestPath String game,
      @RestPath String experiment,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    var found = find(game, experiment);
    changes.change(found.game(), found.name(), reader.read(body), expected);
    return view(find(game, experiment));
  }

  /** Deletes a draft. */
  @DELETE
  @Path("/{experiment}")
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "deleteExperiment", summary = "Deletes a draft")
  @APIResponse(responseCode = "204", description = "The draft is gone")
  @APIResponse(
      responseCode = "409",
      description = "It has begun",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public void delete(
      @RestPath String game,
      @RestPath String experiment,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected) {
    var found = find(game, experiment);
    changes.delete(found.game(), found.name(), expected);
  }

  /** Chooses the winner. */
  @POST
  @Path("/{experiment}/winner")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "chooseExperimentWinner",
      summary = "Stops an experiment and asks with one of its arms from now on",
      description =
          """
          The game takes over what the arm says (see its field variant), or the settings its model.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Winner.class)))
  @APIResponse(
      responseCode = "200",
      description = "The stopped experiment",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExperimentView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It has not begun, or another arm was chosen before",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public ExperimentView win(
      @RestPath String game,
      @RestPath String experiment,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    var found = find(game, experiment);
    winnerChoice.choose(found.game(), found.name(), Winner.read(body), expected);
    return view(find(game, experiment));
  }

  private Experiment find(String game, String name) {
    var id = existing.game(game).id();
    return experiments.find(id, name).orElseThrow(() -> ExperimentChanges.none(id, name));
  }

  private ExperimentView view(Experiment experiment) {
    var last = looks.last(experiment);
    var warnings =
        experiment.state() == Experiment.State.STOPPED
            ? List.<String>of()
            : variants.warnings(experiment.arms());
    return ExperimentView.of(experiment, warnings, last, looks.next(experiment, last));
  }
}
