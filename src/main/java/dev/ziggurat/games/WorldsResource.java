package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.InterventionType;
import dev.ziggurat.world.Scores;
import dev.ziggurat.world.World;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Lists the available worlds. */
@Path("/api/worlds")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class WorldsResource {

  private final Worlds worlds;

  WorldsResource(Worlds worlds) {
    this.worlds = worlds;
  }

  /**
   * The worlds of this process.
   *
   * @param items the worlds, the default first
   */
  public record WorldList(List<WorldView> items) {}

  /**
   * A world.
   *
   * @param kind its identifier in games
   * @param title its display name
   * @param drawsUpAgents whether it can generate a number of agents for a new game
   * @param scoreUnit the plural name of a point of its score; empty without a score
   */
  public record WorldView(
      String kind,
      String title,
      boolean drawsUpAgents,
      Optional<String> scoreUnit,
      @Schema(
              implementation = Object.class,
              description = "JSON Schema of worldSettings for a new game")
          JsonNode settings,
      List<InterventionView> interventions) {

    static WorldView of(World world) {
      return new WorldView(
          world.kind(),
          world.title(),
          world.agentGenerator().isPresent(),
          world.scores().map(Scores::unit),
          world.settingsSchema(),
          world.interventionTypes().stream().map(InterventionView::of).toList());
    }
  }

  /**
   * An intervention in a game between two ticks.
   *
   * @param title a short description
   */
  public record InterventionView(
      String type,
      String title,
      @Schema(
              implementation = Object.class,
              description =
                  "JSON Schema of the fields beside the type; writeOnly fields are never"
                      + " returned")
          JsonNode arguments) {

    static InterventionView of(InterventionType type) {
      return new InterventionView(type.type(), type.title(), type.arguments());
    }
  }

  /** All of them. */
  @GET
  @Operation(
      operationId = "listWorlds",
      summary = "The available worlds with their settings and interventions")
  public WorldList list() {
    return new WorldList(worlds.all().stream().map(WorldView::of).toList());
  }

  /** One of them. */
  @GET
  @Path("/{world}")
  @Operation(operationId = "getWorld", summary = "One world")
  public WorldView get(@RestPath String world) {
    return worlds
        .find(world)
        .map(WorldView::of)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "world: there is no world '%s'; the worlds are %s"
                        .formatted(world, String.join(", ", worlds.kinds()))));
  }
}
