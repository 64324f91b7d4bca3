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

/** How far the turns of a tick are, without what was thought in them. */
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
   * @param squares by handle, ten thousand at most
   */
  public record Board(String game, long tick, boolean running, List<TurnBoard.Square> squares) {}

  /** The board. */
  @GET
  @Operation(
      operationId = "getBoard",
      summary = "How far every turn of a tick is and who answers it, in one small answer")
  public Board get(@RestPath String game, @RestPath long number) {
    var report = ticks.get(game, number);
    return new Board(game, number, report.running(), board.of(game, number));
  }
}
