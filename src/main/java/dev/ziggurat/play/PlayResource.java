package dev.ziggurat.play;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Player;
import dev.ziggurat.access.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a player does, with the token of its agent. */
@Path("/api/play")
@RolesAllowed(Roles.PLAYER)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Play")
public class PlayResource {

  private static final String OFTEN = "The player asks too often; see Retry-After";

  private final Play play;
  private final SecurityIdentity identity;

  PlayResource(Play play, SecurityIdentity identity) {
    this.play = play;
    this.identity = identity;
  }

  /** What the player sees. */
  @GET
  @Operation(
      operationId = "look",
      summary = "The world as the player's agent sees it now, and how its last turn ended")
  @APIResponse(
      responseCode = "200",
      description = "What the agent sees",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Look.class)))
  @APIResponse(responseCode = "429", description = OFTEN)
  public Look look() {
    return play.look(player());
  }

  /** A decision as it is sent. */
  @Schema(name = "PlayerDecision")
  private record Sent(
      @Schema(maxLength = 500, nullable = true, description = "Absent keeps the agent's memo")
          String memo,
      @Schema(
              type = SchemaType.ARRAY,
              implementation = Object.class,
              required = true,
              description = "Each keeps to the schema that look tells; may be empty")
          JsonNode actions) {}

  /** Stores the player's decision. */
  @PUT
  @Path("/decision")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "decide",
      summary = "Stores the decision for the next turn, instead of one that no tick has taken",
      description =
          """
          The referee of the world judges its actions when the tick applies them; the results are in what
          the next look tells of the last turn. At most 16 KiB.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Sent.class)))
  @APIResponse(
      responseCode = "200",
      description = "The decision as it is stored, and the tick that takes it",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AcceptedDecision.class)))
  @APIResponse(responseCode = "429", description = OFTEN)
  public AcceptedDecision decide(JsonNode body) {
    return play.decide(player(), body);
  }

  /** Waits for the player's turn. */
  @GET
  @Path("/turn")
  @Operation(
      operationId = "waitForTurn",
      summary = "Waits until a tick wants the player's decision, or has closed",
      description =
          """
          Answers at once if that happened already. To play on, ask with the tick of the last answer as
          after. To learn when a tick that wanted a decision has closed, ask with the tick before it.
          """)
  @APIResponse(
      responseCode = "200",
      description = "What happened",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TurnNews.class)))
  @APIResponse(responseCode = "429", description = OFTEN)
  @APIResponse(responseCode = "503", description = "Too many players wait")
  public TurnNews await(
      @Parameter(
              description =
                  "Only ticks after this one count; absent: after the newest that has closed",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
          @QueryParam("after")
          String after,
      @Parameter(
              description = "The longest wait in seconds",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "0",
                      maximum = "30",
                      defaultValue = "0"))
          @QueryParam("wait")
          @DefaultValue("0")
          String wait) {
    return play.await(player(), WaitParam.after(after), WaitParam.wait(wait));
  }

  private Player player() {
    return Player.of(identity).orElseThrow();
  }
}
