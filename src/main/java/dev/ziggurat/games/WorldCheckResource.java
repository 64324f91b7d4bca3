package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.httpworld.check.WorldCheck;
import dev.ziggurat.httpworld.check.WorldCheckReport;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The admin API that checks whether a world at an address keeps the contract. */
@Path("/api/admin/worlds/check")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class WorldCheckResource {

  private static final int VARIABLE_CHARACTERS = 100;
  private static final WorldCheck.Extent EXTENT =
      new WorldCheck.Extent(WorldCheck.MOST_AGENTS, 3, Duration.ofSeconds(40));

  private final WorldCheck check;
  private final Semaphore free = new Semaphore(1);

  WorldCheckResource(WorldCheck check) {
    this.check = check;
  }

  /**
   * The body of a check, for OpenAPI.
   *
   * @param keyVariable the environment variable that holds the world's key
   */
  @Schema(name = "WorldCheckRequest")
  public record Request(
      @Schema(required = true, maxLength = 500, examples = "https://game.example/ziggurat")
          String url,
      @Schema(required = true, maxLength = 100, examples = "GAME_WORLD_KEY") String keyVariable) {}

  /** Checks a world. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "checkWorld",
      summary = "Checks whether a world at an address keeps the contract of docs/worlds.md",
      description =
          "Plays a script against it, in instances of its own that it discards at the end, with up to 1,250 agents. Takes seconds, and no rule is begun after 40 seconds. One check at a time in each process.")
  @APIResponse(responseCode = "200", description = "The rules, and whether the world keeps them")
  @APIResponse(responseCode = "409", description = "Another check is running")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Request.class)))
  public WorldCheckReport check(JsonNode request) {
    var body = Body.of(request, List.of("url", "keyVariable"));
    var address =
        new WorldAddress(
            body.line("url", OutgoingAddress.CHARACTERS).required(),
            body.line("keyVariable", VARIABLE_CHARACTERS).required());
    refuse(check.urlFault(address), body, "url");
    refuse(check.keyVariableFault(address), body, "keyVariable");
    if (!free.tryAcquire()) {
      throw HttpProblem.valueOf(
          Response.Status.CONFLICT, "another world is being checked; try again in a minute");
    }
    try {
      return check.run(address, EXTENT, _ -> {});
    } finally {
      free.release();
    }
  }

  private static void refuse(Optional<String> fault, Body body, String field) {
    fault.ifPresent(
        what -> {
          throw body.wrong(field, what);
        });
  }
}
