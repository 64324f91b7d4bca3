package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.tick.TurnArchive;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One turn with all details. */
@Path("/api/games/{game}/ticks/{number}/turns/{handle}")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Ticks")
public class TurnResource {

  private final TicksResource ticks;
  private final TurnArchive turns;

  TurnResource(TicksResource ticks, TurnArchive turns) {
    this.ticks = ticks;
    this.turns = turns;
  }

  /** One turn. */
  @GET
  @Operation(
      operationId = "getTurn",
      summary = "One turn: briefing as sent, completion as received, path, decision, attempts",
      description =
          """
          Texts are kept for keepTextsDays of the game, or for ziggurat.tick.keep-texts, seven days by
          default; then they are null and the note states it.
          """)
  public TurnDetail get(@RestPath String game, @RestPath long number, @RestPath String handle) {
    ticks.get(game, number);
    return turns
        .turn(game, number, handle)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "handle: tick " + number + " of game " + game + " has no turn of " + handle));
  }
}
