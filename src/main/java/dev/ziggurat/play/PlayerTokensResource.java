package dev.ziggurat.play;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The tokens that let people and programs play for agents of kind player. */
@Path("/api/games/{game}/agents/{handle}/token")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class PlayerTokensResource {

  private final PathLookup existing;
  private final StoredPlayerTokens tokens;

  PlayerTokensResource(PathLookup existing, StoredPlayerTokens tokens) {
    this.existing = existing;
    this.tokens = tokens;
  }

  /** The token of an agent. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "getPlayerToken",
      summary = "The token of a player, without its secret; 404 if it has none")
  public PlayerToken get(@RestPath String game, @RestPath String handle) {
    var agent = existing.agent(game, handle).agent();
    return tokens.of(game, agent.handle()).orElseThrow(() -> none(handle));
  }

  /** Makes a token. */
  @POST
  @Operation(
      operationId = "createPlayerToken",
      summary = "Makes a token for a player and tells its secret, this once",
      description =
          """
          The holder of the secret plays for the agent, at /api/play and /mcp, and can do nothing else. Only
          its hash is kept. An earlier token of the agent opens nothing from then on.
          """)
  @APIResponse(
      responseCode = "201",
      description = "The token opens /api/play and /mcp",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = IssuedPlayerToken.class)))
  @APIResponse(responseCode = "409", description = "A model decides for the agent")
  public RestResponse<IssuedPlayerToken> create(@RestPath String game, @RestPath String handle) {
    var agent = existing.agent(game, handle).agent();
    var issued = tokens.create(game, agent.handle());
    return RestResponse.ResponseBuilder.<IssuedPlayerToken>created(
            URI.create("/api/games/" + game + "/agents/" + agent.handle() + "/token"))
        .entity(issued)
        .build();
  }

  /** Revokes a token. */
  @DELETE
  @Operation(operationId = "revokePlayerToken", summary = "Revokes the token of a player, at once")
  @APIResponse(responseCode = "204", description = "The token opens nothing any more")
  public void revoke(@RestPath String game, @RestPath String handle) {
    var agent = existing.agent(game, handle).agent();
    if (!tokens.revoke(game, agent.handle())) {
      throw none(handle);
    }
  }

  private static NotFoundException none(String handle) {
    return new NotFoundException("handle: '" + handle + "' has no token; POST makes one");
  }
}
