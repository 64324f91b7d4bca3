package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.GamesConfig;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.tick.Cancellation;
import dev.ziggurat.tick.Cancellations;
import dev.ziggurat.tick.GiveUp;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickReport;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Starts and cancels ticks, for admins. */
@Path("/api/games/{game}/ticks")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ticks")
public class TickControlResource {

  private static final String KEY = "[^\\x00-\\x1f\\x7f]{1,200}";

  private final PathLookup existing;
  private final ManualTicks ticks;
  private final GamesConfig config;
  private final Cancellations cancellations;
  private final GiveUp giveUp;
  private final TickArchive archive;
  private final Database database;
  private final Audit audit;

  TickControlResource(
      PathLookup existing,
      ManualTicks ticks,
      GamesConfig config,
      Cancellations cancellations,
      GiveUp giveUp,
      TickArchive archive,
      Database database,
      Audit audit) {
    this.existing = existing;
    this.ticks = ticks;
    this.config = config;
    this.cancellations = cancellations;
    this.giveUp = giveUp;
    this.archive = archive;
    this.database = database;
    this.audit = audit;
  }

  /** Starts a tick. */
  @POST
  @Operation(
      operationId = "startTick",
      summary = "Ticks a game now",
      description =
          """
          Starts an extra tick; its slot is the time of the request. A repeated Idempotency-Key returns
          the same tick's report as a duplicate, and resumes the tick if it failed. With ?wait=false the
          response is sent as soon as the tick is running, except where processes are frozen between
          requests (Lambda functions): then it is sent at the end.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The tick has run or was not started; the report has the reason",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TickReport.class)))
  @APIResponse(
      responseCode = "202",
      description = "The tick is running; Location is the address of its report",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TickReport.class)))
  @APIResponse(
      responseCode = "503",
      description = "The tick failed: no agent got an answer; retry with the same key",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TickReport.class)))
  public RestResponse<TickReport> start(
      @RestPath String game,
      @Parameter(description = "Identifies the tick")
          @HeaderParam("Idempotency-Key")
          @Pattern(regexp = KEY)
          String key,
      @Parameter(description = "Whether to wait until the tick has closed")
          @QueryParam("wait")
          @DefaultValue("true")
          BooleanParam wait) {
    var chosen = existing.game(game);
    audit.record("tick.start", "games/" + game, Map.of());
    var given = Optional.ofNullable(key);
    return answer(
        wait.isSet() || !config.ticksGoOn()
            ? ticks.run(chosen, given)
            : ticks.start(chosen, given));
  }

  private static RestResponse<TickReport> answer(TickReport report) {
    if (report.isFailed()) {
      return RestResponse.status(Response.Status.SERVICE_UNAVAILABLE, report);
    }
    return report.outcome().equals("running")
        ? RestResponse.ResponseBuilder.<TickReport>accepted(report)
            .location(URI.create("/api/games/" + report.game() + "/ticks/" + report.tick()))
            .build()
        : RestResponse.ok(report);
  }

  /** Cancels a tick. */
  @POST
  @Path("/{number}/cancellation")
  @Operation(
      operationId = "cancelTick",
      summary = "Cancels a running tick, in any process",
      description =
          """
          Within about a second no more calls start; decisions received are applied, the other agents
          are skipped, and the tick closes as partial. Calls in flight are recorded when they end.
          Idempotent. A tick that its world does not let finish is given up instead: it closes at once
          without the world, and all its agents without a result are skipped.
          """)
  @APIResponse(
      responseCode = "202",
      description = "The tick is closing",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Cancellation.class)))
  @APIResponse(responseCode = "409", description = "The tick has finished thinking")
  public RestResponse<Cancellation> cancel(@RestPath String game, @RestPath long number) {
    existing.game(game);
    var cancellation =
        database.inTransaction(
            () -> {
              var requested =
                  giveUp
                      .run(game, number, audit.who())
                      .or(() -> cancellations.request(game, number, audit.who()));
              requested.ifPresent(
                  it ->
                      audit.record("tick.cancel", "games/" + game + "/ticks/" + number, Map.of()));
              return requested;
            });
    return RestResponse.accepted(cancellation.orElseThrow(() -> refusal(game, number)));
  }

  private RuntimeException refusal(String game, long number) {
    var tick = archive.tick(game, number);
    if (tick.isEmpty()) {
      return new NotFoundException("number: game " + game + " has no tick " + number);
    }
    return HttpProblem.valueOf(
        Response.Status.CONFLICT,
        "number: tick %d of %s %s"
            .formatted(
                number,
                game,
                tick.get().running() ? "has finished thinking and is closing" : "has closed"));
  }
}
