package dev.ziggurat.trigger;

import dev.ziggurat.access.Roles;
import dev.ziggurat.tick.TickReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Endpoint for a cloud's cron. Some clouds can only GET. */
@Path("/api/cron/tick")
@RolesAllowed(Roles.CRON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Ticks")
public class CronResource {

  private static final int SERVICE_UNAVAILABLE = 503;

  private final TickTrigger trigger;

  CronResource(TickTrigger trigger) {
    this.trigger = trigger;
  }

  /** The reports of the ticks. */
  @RegisterForReflection
  public record Answer(List<TickReport> ticks) {}

  /** Triggers ticks. */
  @POST
  @Operation(
      operationId = "triggerTick",
      summary = "Ticks one game or every running one",
      description =
          """
          A tick runs once per key. The key is the Idempotency-Key if there is one, else the
          scheduled time, else the time of arrival cut to the game's period. A known key is answered
          with its tick's report as a duplicate; the key of a failed tick resumes it, or is answered
          as failed once the game has moved on. Slots of a game only grow: a scheduled time before
          that of the newest tick is skipped, one more than a minute ahead of the clock is refused.
          """)
  @APIResponse(
      responseCode = "200",
      description = "Every tick was completed, partial, skipped or a duplicate",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Answer.class)))
  @APIResponse(
      responseCode = "503",
      description =
          "A tick failed: no agent got an answer; retry with the same key. A problem document"
              + " if no cron secret is configured",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Answer.class)))
  public Response post(
      @Parameter(description = "The game to tick; every running game when left out") @RestQuery
          Optional<String> game,
      @Parameter(description = "Idempotency key of the tick")
          @HeaderParam("Idempotency-Key")
          @Size(min = 1, max = TickTrigger.MAX_KEY)
          String idempotencyKey,
      @Parameter(description = "The slot, as Google Cloud Scheduler sends it (RFC 3339)")
          @HeaderParam("X-CloudScheduler-ScheduleTime")
          String scheduleTime) {
    var reports =
        trigger.fire(
            new TickTrigger.Request(
                game, slot(scheduleTime), Optional.ofNullable(idempotencyKey), Optional.empty()));
    var failed = reports.stream().anyMatch(TickReport::isFailed);
    return Response.status(failed ? SERVICE_UNAVAILABLE : Response.Status.OK.getStatusCode())
        .entity(new Answer(reports))
        .build();
  }

  /** Triggers ticks, for clouds that can only GET. */
  @GET
  @Operation(operationId = "triggerTickByGet", summary = "The same, for clouds that can only GET")
  @APIResponse(
      responseCode = "200",
      description = "As for POST",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Answer.class)))
  @APIResponse(
      responseCode = "503",
      description = "As for POST",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Answer.class)))
  public Response get(
      @RestQuery Optional<String> game,
      @HeaderParam("Idempotency-Key") @Size(min = 1, max = TickTrigger.MAX_KEY)
          String idempotencyKey,
      @HeaderParam("X-CloudScheduler-ScheduleTime") String scheduleTime) {
    return post(game, idempotencyKey, scheduleTime);
  }

  private static Optional<Instant> slot(String scheduleTime) {
    return Optional.ofNullable(scheduleTime)
        .filter(text -> !text.isBlank())
        .map(text -> ScheduledTime.parse("X-CloudScheduler-ScheduleTime", text));
  }
}
