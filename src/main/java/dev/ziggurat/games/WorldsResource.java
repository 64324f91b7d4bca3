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

/** The worlds that games can play. */
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
   * @param items beginning with the one that games play which name none
   */
  public record WorldList(List<WorldView> items) {}

  /**
   * A world.
   *
   * @param kind what games name it by
   * @param title what people call it
   * @param drawsUpAgents whether a game can be created with a number of agents instead of a list
   * @param scoreUnit what a point of its score is called, in the plural; empty if it keeps no score
   */
  public record WorldView(
      String kind,
      String title,
      boolean drawsUpAgents,
      Optional<String> scoreUnit,
      @Schema(
              implementation = Object.class,
              description = "JSON Schema of worldSettings, which a game can be created with")
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
   * What may be done to a game between two ticks.
   *
   * @param title what it does, in a few words
   */
  public record InterventionView(
      String type,
      String title,
      @Schema(
              implementation = Object.class,
              description =
                  "JSON Schema of the fields beside the type; those marked writeOnly are shown to"
                      + " nobody")
          JsonNode arguments) {

    static InterventionView of(InterventionType type) {
      return new InterventionView(type.type(), type.title(), type.arguments());
    }
  }

  /** All of them. */
  @GET
  @Operation(
      operationId = "listWorlds",
      summary = "The worlds that games can play, what they can be founded with, and interventions")
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
