package dev.ziggurat.admin;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.LeaderboardEntry;
import dev.ziggurat.babylon.store.LeaderboardReader;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Who is worth how much in a game. */
@Path("/api/games/{game}/leaderboard")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class LeaderboardResource {

  private final PathLookup existing;
  private final LeaderboardReader leaderboard;

  LeaderboardResource(PathLookup existing, LeaderboardReader leaderboard) {
    this.existing = existing;
    this.leaderboard = leaderboard;
  }

  /** A page of agents. */
  @GET
  @Operation(operationId = "listLeaderboard", summary = "The agents, the richest first")
  public Page<LeaderboardEntry> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    return Page.counted(cursor, from -> leaderboard.page(game, limit.andOne(), from), limit);
  }
}
