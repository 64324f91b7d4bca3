package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.tick.TurnBoard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The progress of a tick's turns, without their content. */
@Path("/api/games/{game}/ticks/{number}/board")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Ticks")
public class BoardResource {

  private final TicksResource ticks;
  private final TurnBoard board;

  BoardResource(TicksResource ticks, TurnBoard board) {
    this.ticks = ticks;
    this.board = board;
  }

  /**
   * All turns of a tick.
   *
   * @param squares by handle, at most 10,000
   */
  public record Board(String game, long tick, boolean running, List<TurnBoard.Square> squares) {}

  /** The board. */
  @GET
  @Operation(
      operationId = "getBoard",
      summary = "The state and provider of every turn of a tick, in one small response")
  public Board get(@RestPath String game, @RestPath long number) {
    var report = ticks.get(game, number);
    return new Board(game, number, report.running(), board.of(game, number));
  }
}
