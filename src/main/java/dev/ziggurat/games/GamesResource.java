package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.tick.GameFilter;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Lists the games with their last ticks. */
@Path("/api/games")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class GamesResource {

  private final TickArchive archive;

  GamesResource(TickArchive archive) {
    this.archive = archive;
  }

  /** A page of games, by id. */
  @GET
  @Operation(
      operationId = "listGames",
      summary = "The games, each with its last tick",
      description =
          """
          With Accept: application/x-ndjson (or application/jsonl) all games are exported as JSON Lines
          instead, in the format of GameFields without agents, for import.
          """)
  public Page<GameView> list(
      @Parameter(description = "Lists deleted games only")
          @QueryParam("deleted")
          @DefaultValue("false")
          BooleanParam deleted,
      @Parameter(
              description = "Part of the id or the name, case-insensitive",
              schema = @Schema(type = SchemaType.STRING, maxLength = 200))
          @QueryParam("q")
          Optional<String> q,
      @Parameter(
              description = "Only games in this state",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"running", "paused"}))
          @QueryParam("state")
          Optional<String> state,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var filter =
        new GameFilter(
            deleted.isSet(),
            QueryFilter.text("q", q),
            QueryFilter.word("state", state, GameFilter.STATES));
    return Page.continued(
        cursor,
        from -> archive.games(filter, from.orElse(""), limit.andOne()),
        limit,
        GameView::id);
  }

  /** One game. */
  @GET
  @Path("/{game}")
  @Operation(operationId = "getGame", summary = "One game with its last tick")
  public GameView get(@RestPath String game) {
    return archive
        .game(game)
        .filter(found -> found.deletedAt().isEmpty())
        .orElseThrow(() -> new NoSuchGame(game));
  }
}
