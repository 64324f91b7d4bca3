package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.LeaderboardEntry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The leaderboard of a game. */
@Path("/api/games/{game}/leaderboard")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class LeaderboardResource {

  private final PathLookup existing;
  private final Worlds worlds;

  LeaderboardResource(PathLookup existing, Worlds worlds) {
    this.existing = existing;
    this.worlds = worlds;
  }

  /** A page of agents. */
  @GET
  @Operation(
      operationId = "listLeaderboard",
      summary = "The agents by worth, descending",
      description =
          """
          Amounts are millionths of a point of the game's world; its scoreUnit is the name of a point.
          A world without a score has an empty leaderboard.
          """)
  public Page<LeaderboardEntry> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var scores = worlds.scores(existing.game(game));
    return Page.counted(
        cursor,
        from ->
            scores.map(each -> each.leaderboard(game, limit.andOne(), from)).orElseGet(List::of),
        limit);
  }
}
