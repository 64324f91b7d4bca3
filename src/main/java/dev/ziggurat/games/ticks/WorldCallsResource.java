package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.httpworld.WorldCall;
import dev.ziggurat.httpworld.WorldCalls;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The calls to the world of a game. */
@Path("/api/games/{game}/ticks/{number}/world-calls")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ticks")
public class WorldCallsResource {

  private final TicksResource ticks;
  private final WorldCalls calls;

  WorldCallsResource(TicksResource ticks, WorldCalls calls) {
    this.ticks = ticks;
    this.calls = calls;
  }

  /** A page of calls. */
  @GET
  @Operation(
      operationId = "listWorldCalls",
      summary = "The calls of a tick to a world at an address, in their order",
      description = "Kept for ziggurat.http-world.keep-calls. Empty for games of other worlds.")
  public Page<WorldCall> list(
      @RestPath String game,
      @RestPath long number,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    ticks.get(game, number);
    return Page.counted(cursor, from -> calls.ofTick(game, number, limit.andOne(), from), limit);
  }
}
