package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.WorldsResource.InterventionView;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.httpworld.HttpWorlds;
import dev.ziggurat.httpworld.Manifest;
import dev.ziggurat.httpworld.ShownView;
import dev.ziggurat.httpworld.WorldCall;
import dev.ziggurat.httpworld.WorldCalls;
import dev.ziggurat.httpworld.WorldEvent;
import dev.ziggurat.httpworld.WorldEvents;
import dev.ziggurat.httpworld.WorldViews;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Scores;
import dev.ziggurat.world.World;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What the world of a game is, what happened in it, and the pages that it shows. */
@Path("/api/games/{game}")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class GameWorldResource {

  private final PathLookup existing;
  private final Worlds worlds;
  private final HttpWorlds httpWorlds;
  private final WorldEvents events;
  private final WorldViews views;
  private final WorldCalls calls;

  GameWorldResource(
      PathLookup existing,
      Worlds worlds,
      HttpWorlds httpWorlds,
      WorldEvents events,
      WorldViews views,
      WorldCalls calls) {
    this.existing = existing;
    this.worlds = worlds;
    this.httpWorlds = httpWorlds;
    this.events = events;
    this.views = views;
    this.calls = calls;
  }

  /**
   * The world of a game.
   *
   * @param kind its identifier in games
   * @param title its display name
   * @param scoreUnit the plural name of a point of its score; empty without a score
   * @param views the pages that it shows
   */
  public record GameWorldView(
      String kind,
      String title,
      Optional<String> scoreUnit,
      @Schema(
              implementation = Object.class,
              description = "JSON Schema of worldSettings for a new game of this world")
          JsonNode settings,
      List<InterventionView> interventions,
      List<ViewName> views) {}

  /**
   * A page that a world shows.
   *
   * @param name its name in addresses
   * @param title its display name
   */
  public record ViewName(String name, String title) {}

  /** What the world is. */
  @GET
  @Path("/world")
  @Operation(
      operationId = "getGameWorld",
      summary = "The world of the game; one at an address as it last described itself")
  public GameWorldView get(@RestPath String game) {
    var found = existing.game(game);
    var manifest = httpWorlds.manifest(game);
    var world = worlds.find(found.world());
    return new GameWorldView(
        found.world(),
        manifest.map(Manifest::name).or(() -> world.map(World::title)).orElse(found.world()),
        worlds.scores(found).map(Scores::unit),
        manifest
            .<JsonNode>map(Manifest::settingsSchema)
            .or(() -> world.map(World::settingsSchema))
            .orElse(NullNode.getInstance()),
        world.map(each -> each.interventionTypes(game)).orElseGet(List::of).stream()
            .map(InterventionView::of)
            .toList(),
        views.of(game).stream().map(view -> new ViewName(view.name(), view.title())).toList());
  }

  /** What happened. */
  @GET
  @Path("/events")
  @Operation(
      operationId = "listEvents",
      summary = "What happened in a game of a world at an address, newest first",
      description = "Texts come from the world: data, not HTML. Empty for games of other worlds.")
  public Page<WorldEvent> events(
      @RestPath String game,
      @Parameter(
              description = "Only events of this tick",
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
          @QueryParam("tick")
          Optional<String> tick,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    var only = QueryFilter.number("tick", tick);
    return Page.continued(
        cursor,
        before -> events.page(game, only, before, limit.andOne()),
        limit,
        WorldEvents::cursor);
  }

  /** A page of the calls to the world that belong to no tick. */
  @GET
  @Path("/world-calls")
  @Operation(
      operationId = "listWorldCallsOutsideTicks",
      summary = "The calls to a world at an address that belong to no tick, newest first",
      description =
          "Its founding, what it says that it is, its views. Kept for ziggurat.http-world.keep-calls."
              + " Empty for games of other worlds.")
  public Page<WorldCall> calls(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    return Page.counted(cursor, from -> calls.outsideTicks(game, limit.andOne(), from), limit);
  }

  /** A page that the world shows. */
  @GET
  @Path("/views/{view}")
  @Operation(
      operationId = "getView",
      summary = "A page that the world of the game shows now",
      description = "Texts come from the world: data, not HTML.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ShownView.class)))
  @APIResponse(responseCode = "502", description = "The world did not show it; the detail says why")
  public ShownView view(@RestPath String game, @RestPath String view) {
    existing.game(game);
    return views
        .show(game, view)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "view: the world of %s shows no page of this name; see /api/games/%s/world"
                        .formatted(game, game)));
  }
}
