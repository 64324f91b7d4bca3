package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Creates, edits, pauses and deletes games, for admins. */
@Path("/api/games")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class GameChangesResource {

  private final GameReader reader;
  private final GameChanges changes;
  private final TickArchive archive;

  GameChangesResource(GameReader reader, GameChanges changes, TickArchive archive) {
    this.reader = reader;
    this.changes = changes;
    this.archive = archive;
  }

  /** Creates a game. */
  @POST
  @Operation(
      operationId = "createGame",
      summary = "Creates a game with its agents and its world, or imports many",
      description =
          """
          With Content-Type: application/x-ndjson (or application/jsonl) the body is JSON Lines, at
          most 1,000: each line is a GameFields. All lines are imported (200 with an Imported) or none
          (400 with errors by line). An existing game is changed: absent fields stay and a deleted game
          is restored; ?mode=create rejects existing ids instead, and
          ?dryRun=true only checks the lines and counts what would change.
          """)
  @Parameter(
      name = "mode",
      in = ParameterIn.QUERY,
      description = "How an import treats existing games",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"upsert", "create"},
              defaultValue = "upsert"))
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = GameFields.class)),
        @Content(mediaType = JsonLines.NDJSON, schema = @Schema(implementation = GameFields.class))
      })
  @APIResponse(
      responseCode = "200",
      description = "Imported",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ImportResult.class)))
  @APIResponse(
      responseCode = "201",
      description = "The game was created",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GameView.class)))
  @APIResponse(responseCode = "409", description = "The id is taken")
  public RestResponse<GameView> create(
      @Parameter(description = "Accepts models that are not in the catalogue")
          @QueryParam("force")
          @DefaultValue("false")
          BooleanParam force,
      JsonNode body) {
    var fields = reader.read(body, GameFields.OF_A_NEW_ONE, force.isSet());
    changes.create(fields);
    var created = view(fields.id().required());
    return RestResponse.ResponseBuilder.<GameView>created(URI.create("/api/games/" + created.id()))
        .entity(created)
        .build();
  }

  /** Edits a game. */
  @PATCH
  @Path("/{game}")
  @Operation(
      operationId = "changeGame",
      summary =
          "Changes name, period, time limit, width, guardrails, budget or state, or restores a deleted game",
      description =
          """
          An absent field stays as it is; null clears budgetMillis, width, batch, guardrails, keepTextsDays and
          budget. A changed budget holds for the next call of a running tick. State paused pauses the game; a
          running tick completes. Seed and world cannot be changed.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GameFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The changed game",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GameView.class)))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public GameView change(
      @RestPath String game,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    changes.change(game, reader.read(body, GameFields.OF_A_CHANGE, false), expected);
    return view(game);
  }

  /** Deletes a game. */
  @DELETE
  @Path("/{game}")
  @Operation(
      operationId = "deleteGame",
      summary = "Deletes a game: no longer listed or ticked, but kept",
      description =
          """
          Its id stays taken. It is listed with ?deleted=true, and PATCH {"deleted": false} restores
          it. A running tick completes.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The deleted game",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GameView.class)))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  @Consumes(MediaType.WILDCARD)
  public GameView delete(
      @RestPath String game, @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected) {
    changes.delete(game, expected);
    return view(game);
  }

  private GameView view(String game) {
    return archive.game(game).orElseThrow();
  }
}
