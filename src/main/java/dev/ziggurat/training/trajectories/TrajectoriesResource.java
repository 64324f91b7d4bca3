package dev.ziggurat.training.trajectories;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.games.lines.JsonLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Exports the turns of a game for training. */
@Path("/api/games/{game}/trajectories")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Training")
public class TrajectoriesResource {

  private final PathLookup existing;
  private final TrajectoryExport export;

  TrajectoriesResource(PathLookup existing, TrajectoryExport export) {
    this.existing = existing;
    this.export = export;
  }

  /** Exports turns. */
  @GET
  @Produces({JsonLines.NDJSON, JsonLines.JSONL})
  @Operation(
      operationId = "exportTrajectories",
      summary = "The answered turns of a game with their rewards, as JSON Lines for training",
      description =
          """
          In the order of ticks and of application. The reward of a turn is the agent's score `horizon` ticks
          later, less its score before the turn, and unknown where one of them is. Turns are exported as long
          as their texts are kept (keepTextsDays of the game, or ziggurat.tick.keep-texts). The formats: turns
          has everything that is known of a turn; openai is the conversation of OpenAI's fine-tuning; openai-strict leaves out what strict
          validators refuse; art is a trajectory group for each tick, without turns of unknown reward.
          """)
  @APIResponse(
      responseCode = "200",
      description = "JSON Lines; nothing if no turn matches",
      content =
          @Content(
              mediaType = JsonLines.NDJSON,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @ResponseHeader(
      name = HttpHeaders.CONTENT_DISPOSITION,
      value = "attachment; filename=\"trajectories.jsonl\"")
  public StreamingOutput export(
      @RestPath String game,
      @Parameter(
              description = "How turns are written",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"turns", "openai", "openai-strict", "art"},
                      defaultValue = "turns"))
          @QueryParam("format")
          Optional<String> format,
      @Parameter(description = "Only turns that this model answered, as its provider names it")
          @QueryParam("model")
          Optional<String> model,
      @Parameter(
              description = "The first slot, inclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          Optional<String> from,
      @Parameter(
              description = "The last slot, exclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          Optional<String> to,
      @Parameter(
              description =
                  "Only turns whose reward is at least this quantile of all: 0.75 for the best quarter",
              schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "1"))
          @QueryParam("minRewardQuantile")
          Optional<String> minRewardQuantile,
      @Parameter(
              description = "How many further ticks count for a reward",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "0",
                      maximum = "1000",
                      defaultValue = "1"))
          @QueryParam("horizon")
          Optional<String> horizon) {
    existing.game(game);
    var prepared =
        export.prepare(
            TrajectoryFilter.format(format),
            TrajectoryFilter.read(game, model, from, to, minRewardQuantile, horizon));
    return out -> export.write(prepared, out, new AtomicLong());
  }
}
