package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.http.BooleanParam;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Imports and exports games. The OpenAPI descriptions are at the operations of the same paths:
 * {@code listGames} and {@code createGame}.
 */
@Path("/api/games")
@RunOnVirtualThread
public class GameLinesResource {

  private final GameLines games;

  GameLinesResource(GameLines games) {
    this.games = games;
  }

  /** Exports all games. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Produces({JsonLines.NDJSON, JsonLines.JSONL})
  @Operation(hidden = true)
  public StreamingOutput export() {
    return games::export;
  }

  /** Imports games. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes({JsonLines.NDJSON, JsonLines.JSONL})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public ImportResult read(
      @QueryParam("mode") @DefaultValue("upsert") ImportMode mode,
      @QueryParam("force") @DefaultValue("false") BooleanParam force,
      @QueryParam("dryRun") @DefaultValue("false") BooleanParam dryRun,
      byte[] body) {
    return games.read(body, mode, force.isSet(), dryRun.isSet());
  }
}
