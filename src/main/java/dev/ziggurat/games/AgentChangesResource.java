package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.IfMatch;
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

/** Where an admin makes, edits and deletes agents. */
@Path("/api/games/{game}/agents")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class AgentChangesResource {

  private final PathLookup existing;
  private final OwnModelCheck models;
  private final AgentChanges changes;
  private final AgentViews views;

  AgentChangesResource(
      PathLookup existing, OwnModelCheck models, AgentChanges changes, AgentViews views) {
    this.existing = existing;
    this.models = models;
    this.changes = changes;
    this.views = views;
  }

  /** Makes an agent. */
  @POST
  @Operation(
      operationId = "createAgent",
      summary = "Adds an agent, or imports many",
      description =
          """
          The agent has its first turn in the next tick, and is paid its start sum with it.

          With Content-Type: application/x-ndjson (or application/jsonl) the body is JSON Lines, at
          most 10,000: each line is an AgentFields. All are taken (200 with an Imported), or none (400
          with errors by line). A known handle is changed, fields left out stay, and what was deleted
          is brought back; ?mode=create refuses known handles instead.
          """)
  @Parameter(
      name = "mode",
      in = ParameterIn.QUERY,
      description = "What an import does with what exists",
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
            schema = @Schema(implementation = AgentFields.class)),
        @Content(mediaType = JsonLines.NDJSON, schema = @Schema(implementation = AgentFields.class))
      })
  @APIResponse(
      responseCode = "200",
      description = "The import is done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ImportResult.class)))
  @APIResponse(
      responseCode = "201",
      description = "The agent is there",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "409", description = "The handle is taken")
  public RestResponse<AgentView> create(
      @RestPath String game,
      @Parameter(description = "Takes a model that the catalogue does not know")
          @QueryParam("force")
          @DefaultValue("false")
          BooleanParam force,
      JsonNode body) {
    var found = existing.game(game);
    var fields = AgentFields.read(Body.of(body, AgentFields.OF_A_NEW_ONE));
    models.check(fields.model(), force.isSet());
    var created = changes.create(game, fields.created());
    return RestResponse.ResponseBuilder.<AgentView>created(
            URI.create("/api/games/" + game + "/agents/" + created.agent().handle()))
        .entity(views.of(found, created))
        .build();
  }

  /** Edits an agent. */
  @PATCH
  @Path("/{handle}")
  @Operation(
      operationId = "changeAgent",
      summary = "Changes persona, memo, model or cadence, or brings a deleted agent back",
      description = "A field left out stays as it is; null clears memo and model.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The agent as it is now",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "412", description = "It was changed since the version of If-Match")
  public AgentView change(
      @RestPath String game,
      @RestPath String handle,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected,
      @QueryParam("force") @DefaultValue("false") BooleanParam force,
      JsonNode body) {
    var found = existing.game(game);
    var fields = AgentFields.read(Body.of(body, AgentFields.OF_A_CHANGE));
    models.check(fields.model(), force.isSet());
    return views.of(found, changes.change(game, handle, fields, expected));
  }

  /** Deletes an agent. */
  @DELETE
  @Path("/{handle}")
  @Operation(
      operationId = "deleteAgent",
      summary = "Deletes an agent: no more turns, its wallet stays in the world",
      description =
          """
          Its handle stays taken. It is listed with ?deleted=true, and PATCH {"deleted": false} brings
          it back.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The agent as it was last",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "412", description = "It was changed since the version of If-Match")
  @Consumes(MediaType.WILDCARD)
  public AgentView delete(
      @RestPath String game,
      @RestPath String handle,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected) {
    var found = existing.game(game);
    return views.of(found, changes.delete(game, handle, expected));
  }
}
