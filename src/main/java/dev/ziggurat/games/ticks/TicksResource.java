package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.TurnView;
import dev.ziggurat.tick.TickReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The reports and turns of a game's ticks. */
@Path("/api/games/{game}/ticks")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Ticks")
public class TicksResource {

  /** The cursor after the last tick. */
  private static final long LAST = Long.MAX_VALUE;

  /** The cursor before the first turn. */
  private static final int FIRST = -1;

  private final PathLookup existing;
  private final TickArchive archive;

  TicksResource(PathLookup existing, TickArchive archive) {
    this.existing = existing;
    this.archive = archive;
  }

  /** A page of reports. */
  @GET
  @Operation(operationId = "listTicks", summary = "The reports of a game's ticks, newest first")
  public Page<TickReport> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    return Page.continued(
        cursor,
        from -> archive.ticks(game, from.map(Long::parseLong).orElse(LAST), limit.andOne()),
        limit,
        report -> report.tick().toString());
  }

  /** One report. */
  @GET
  @Path("/{number}")
  @Operation(operationId = "getTick", summary = "The report of one tick")
  public TickReport get(@RestPath String game, @RestPath long number) {
    existing.game(game);
    return archive
        .tick(game, number)
        .orElseThrow(
            () -> new NotFoundException("number: game " + game + " has no tick " + number));
  }

  /** A page of turns. */
  @GET
  @Path("/{number}/turns")
  @Operation(
      operationId = "listTurns",
      summary = "The turns of a tick in the order of application: decision, refusals, path")
  public Page<TurnView> turns(
      @RestPath String game,
      @RestPath long number,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    get(game, number);
    return Page.continued(
        cursor,
        from ->
            archive.turns(game, number, from.map(Integer::parseInt).orElse(FIRST), limit.andOne()),
        limit,
        turn -> Integer.toString(turn.position()));
  }
}
