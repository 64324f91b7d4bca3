package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.HandleParam;
import dev.ziggurat.games.TurnStateParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.TurnArchive;
import dev.ziggurat.tick.TurnArchive.TurnSpan;
import dev.ziggurat.tick.TurnFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The attempts of a tick over time. */
@Path("/api/games/{game}/ticks/{number}/attempts")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Ticks")
public class AttemptsResource {

  /** The cursor before the first turn. */
  private static final int FIRST = -1;

  private final TicksResource ticks;
  private final TurnArchive turns;

  AttemptsResource(TicksResource ticks, TurnArchive turns) {
    this.ticks = ticks;
    this.turns = turns;
  }

  /** A page of turns with their attempts. */
  @GET
  @Operation(
      operationId = "listAttempts",
      summary =
          "The turns of a tick in the order of application, each with its attempts over time: for a"
              + " waterfall")
  public Page<TurnSpan> list(
      @RestPath String game,
      @RestPath long number,
      @BeanParam TurnStateParam state,
      @BeanParam HandleParam handle,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var tick = ticks.get(game, number);
    var filter = new TurnFilter(state.value(), handle.value());
    return Page.continued(
        cursor,
        from ->
            turns.spans(
                game, tick, filter, from.map(Integer::parseInt).orElse(FIRST), limit.andOne()),
        limit,
        turn -> Integer.toString(turn.position()));
  }
}
