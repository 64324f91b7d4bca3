package dev.ziggurat.babylon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.SettingsFormat;
import dev.ziggurat.babylon.store.PresentSettings;
import dev.ziggurat.games.interventions.AuditedInterventions;
import dev.ziggurat.http.InvalidField;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * A game's settings: its theme, its markets and its resolver. The type of the answers is {@code
 * JsonNode}, because a serializer generated for {@code ObjectNode} would replace Jackson's.
 */
@Path("/api/games/{game}/world-settings")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class WorldSettingsResource {

  private final BabylonGames games;
  private final PresentSettings settings;
  private final AuditedInterventions auditedInterventions;

  WorldSettingsResource(
      BabylonGames games, PresentSettings settings, AuditedInterventions auditedInterventions) {
    this.games = games;
    this.settings = settings;
    this.auditedInterventions = auditedInterventions;
  }

  /** The present settings, the usual ones too. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "getWorldSettings",
      summary = "The present settings of the game in its world, in full")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = Object.class)))
  public JsonNode get(@RestPath String game) {
    games.game(game);
    return settings
        .find(game)
        .<JsonNode>map(SettingsFormat::whole)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "game: '" + game + "' has no settings yet; its first tick founds its world"));
  }

  /** Changes settings; an intervention between two ticks. */
  @PATCH
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "changeWorldSettings",
      summary = "Changes settings for what happens from now on; what is left out is kept")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = Object.class)))
  public JsonNode change(
      @RestPath String game,
      @RequestBody(content = @Content(schema = @Schema(implementation = Object.class)))
          JsonNode sent) {
    var found = games.game(game);
    if (!(sent instanceof ObjectNode fields)) {
      throw new InvalidField("body", "must be a JSON object");
    }
    auditedInterventions.play(found, "settings", fields);
    return get(game);
  }
}
