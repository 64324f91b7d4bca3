package dev.ziggurat.games.interventions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.Body;
import dev.ziggurat.tick.Replay;
import dev.ziggurat.tick.ReplayReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Replays a game and compares the digests. For admins only, because it is expensive, though
 * read-only.
 */
@Path("/api/games/{game}/replay")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Tag(name = "Ticks")
public class ReplayResource {

  private static final String UNTIL = "untilTick";

  private final PathLookup existing;
  private final Replay replay;

  ReplayResource(PathLookup existing, Replay replay) {
    this.existing = existing;
    this.replay = replay;
  }

  /** Replays a game. */
  @POST
  @Operation(
      operationId = "replayGame",
      summary = "Replays the game from its start, in memory, and compares every digest")
  public ReplayReport replay(
      @RestPath String game,
      @RequestBody(content = @Content(schema = @Schema(implementation = ReplayRequest.class)))
          JsonNode sent) {
    var found = existing.game(game);
    var until = sent == null ? OptionalLong.empty() : until(sent);
    return replay.run(found, until);
  }

  private static OptionalLong until(JsonNode sent) {
    return Body.of(sent, List.of(UNTIL)).number(UNTIL, 0, Long.MAX_VALUE).value().stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }
}
