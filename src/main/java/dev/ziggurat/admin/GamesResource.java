package dev.ziggurat.admin;

import dev.ziggurat.access.Roles;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The games and how they stand. */
@Path("/api/games")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class GamesResource {

  private final TickArchive archive;

  GamesResource(TickArchive archive) {
    this.archive = archive;
  }

  /** A page of games, by id. */
  @GET
  @Operation(operationId = "listGames", summary = "The games, each with its last tick")
  public Page<GameView> list(
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("cursor") @DefaultValue("") String cursor) {
    return Page.following(archive.games(cursor, limit + 1), limit, GameView::id);
  }

  /** One game. */
  @GET
  @Path("/{game}")
  @Operation(operationId = "getGame", summary = "One game with its last tick")
  public GameView get(@RestPath String game) {
    return archive.game(game).orElseThrow(() -> new NoSuchGame(game));
  }
}
