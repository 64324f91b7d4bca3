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

/** Live events. */
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
          provider-down, provider-up, settings-changed; data is a small JSON object. They are read from
          the database, so events of all processes are included. Last-Event-ID continues a stream:
          no event is lost, and a partially sent batch is repeated. `reset`: missed events are not
          available, reload. `cut-off`: the client was too slow or the process is shutting down,
          reconnect. `pause` ends every response where responses cannot be streamed (Lambda
          functions): reconnect after the announced delay.
          """)
  @APIResponse(
      responseCode = "200",
      description = "Events until either side closes the connection",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "503",
      description = "The limit of listeners of this process is reached",
      content =
          @Content(
              mediaType = "application/problem+json",
              schema = @Schema(implementation = HttpProblem.class)))
  public Multi<OutboundSseEvent> listen(
      @Parameter(description = "Only events of this game and of all games") @QueryParam("game")
          Optional<String> game,
      @Parameter(description = "The last id received") @HeaderParam("Last-Event-ID")
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

  /** Answers HEAD without opening a stream. */
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
        .map(name -> event.name(name).data(message.text()))
        .orElseGet(
            () ->
                event
                    .comment(message.text())
                    .reconnectDelay(config.pollEvery().orElse(RECONNECT).toMillis()))
        .build();
  }
}
