package dev.ziggurat.live;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** What happens, as it happens. */
@Path("/api/admin/events")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@Tag(name = "Live")
public class EventsResource {

  private static final Duration RECONNECT = Duration.ofSeconds(2);

  private final PathLookup existing;
  private final EventBroadcaster broadcast;
  private final EventSnapshot glance;
  private final LiveConfig config;

  EventsResource(
      PathLookup existing, EventBroadcaster broadcast, EventSnapshot glance, LiveConfig config) {
    this.existing = existing;
    this.broadcast = broadcast;
    this.glance = glance;
    this.config = config;
  }

  /** A stream of server-sent events. */
  @GET
  @Blocking
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "listenToEvents",
      summary = "Server-sent events: ticks, turns, fail-overs, providers, settings",
      description =
          """
          The types are tick-started, turn-thought, turn-applied, tick-closed, fail-over,
          provider-down, provider-up, settings-changed; data is a small JSON object. They are read
          from the database, so it does not matter in which process they happen. Last-Event-ID
          continues where a listener left off: nothing is missed, and what was cut off in the middle
          of a reading comes again. `reset` says that what was missed cannot be told: look anew.
          `cut-off` ends a stream that was not read fast enough, or whose process ends: come back.
          `pause` ends every answer where answers can only be sent whole (a Lambda function's): it
          was all there is so far, come back after the announced delay.
          """)
  @APIResponse(
      responseCode = "200",
      description = "Events until one of the two sides leaves",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "503",
      description = "Too many listen to this process already",
      content =
          @Content(
              mediaType = "application/problem+json",
              schema = @Schema(implementation = HttpProblem.class)))
  public Multi<OutboundSseEvent> listen(
      @Parameter(description = "Only this game, and what concerns all games") @QueryParam("game")
          Optional<String> game,
      @Parameter(description = "The last id that was received") @HeaderParam("Last-Event-ID")
          Optional<String> lastEventId,
      @Context Sse sse) {
    game.ifPresent(existing::game);
    var messages =
        config.pollEvery().isPresent()
            ? glance.look(game, lastEventId)
            : broadcast.listen(game, lastEventId);
    return RestMulti.fromMultiData(messages.map(message -> written(message, sse)))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /** Says that there would be something to listen to. */
  @HEAD
  @Operation(hidden = true)
  public Response head() {
    return Response.ok().type(MediaType.SERVER_SENT_EVENTS).build();
  }

  private OutboundSseEvent written(SseMessage message, Sse sse) {
    var event = sse.newEventBuilder();
    message.id().ifPresent(event::id);
    return message
        .name()
        .map(name -> event.name(name).mediaType(MediaType.TEXT_PLAIN_TYPE).data(message.text()))
        .orElseGet(
            () ->
                event
                    .comment(message.text())
                    .reconnectDelay(config.pollEvery().orElse(RECONNECT).toMillis()))
        .build();
  }
}
