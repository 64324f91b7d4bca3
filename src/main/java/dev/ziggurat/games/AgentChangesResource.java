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

/** Creates, edits and deletes agents, for admins. */
@Path("/api/games/{game}/agents")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class AgentChangesResource {

  private final PathLookup existing;
  private final AgentReader reader;
  private final AgentChanges changes;
  private final AgentViews views;

  AgentChangesResource(
      PathLookup existing, AgentReader reader, AgentChanges changes, AgentViews views) {
    this.existing = existing;
    this.reader = reader;
    this.changes = changes;
    this.views = views;
  }

  /** Creates an agent. */
  @POST
  @Operation(
      operationId = "createAgent",
      summary = "Adds an agent, or imports many",
      description =
          """
          The agent has its first turn in the next tick and receives its initial balance with it.

          With Content-Type: application/x-ndjson (or application/jsonl) the body is JSON Lines, at
          most 10,000: each line is an AgentFields, or {"memoryOf": "<handle>", "entries": [{"tick", "kind",
          "text", "importance"}]} with at most 25 entries that an agent is to remember besides those it
          does. All lines are imported (200 with an Imported) or none (400
          with errors by line). An existing handle is changed: absent fields stay and a deleted agent is
          restored; ?mode=create rejects existing handles instead, and
          ?dryRun=true only checks the lines and counts what would change.
          """)
  @Parameter(
      name = "mode",
      in = ParameterIn.QUERY,
      description = "How an import treats existing agents",
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
      description = "Imported",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ImportResult.class)))
  @APIResponse(
      responseCode = "201",
      description = "The agent was created",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "409", description = "The handle is taken")
  public RestResponse<AgentView> create(
      @RestPath String game,
      @Parameter(description = "Accepts a model that is not in the catalogue")
          @QueryParam("force")
          @DefaultValue("false")
          BooleanParam force,
      JsonNode body) {
    var found = existing.game(game);
    var fields = reader.read(Body.of(body, AgentFields.OF_A_NEW_ONE), force.isSet());
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
      summary = "Changes persona, memo, model, cadence or kind, or restores a deleted agent",
      description = "An absent field stays as it is; null clears memo and model.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The changed agent",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public AgentView change(
      @RestPath String game,
      @RestPath String handle,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected,
      @QueryParam("force") @DefaultValue("false") BooleanParam force,
      JsonNode body) {
    var found = existing.game(game);
    var fields = reader.read(Body.of(body, AgentFields.OF_A_CHANGE), force.isSet());
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
          Its handle stays taken. It is listed with ?deleted=true, and PATCH {"deleted": false}
          restores it.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The deleted agent",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  @Consumes(MediaType.WILDCARD)
  public AgentView delete(
      @RestPath String game,
      @RestPath String handle,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected) {
    var found = existing.game(game);
    return views.of(found, changes.delete(game, handle, expected));
  }
}
