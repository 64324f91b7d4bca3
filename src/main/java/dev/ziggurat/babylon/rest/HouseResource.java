package dev.ziggurat.babylon.rest;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.HouseReader;
import dev.ziggurat.babylon.store.HouseView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A game's house, against which all bet. */
@Path("/api/games/{game}/house")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class HouseResource {

  private final BabylonGames games;
  private final HouseReader house;

  HouseResource(BabylonGames games, HouseReader house) {
    this.games = games;
    this.house = house;
  }

  /** Where the points are, and what the house stands to gain or lose. */
  @GET
  @Operation(
      operationId = "getHouse",
      summary = "Where the points are, and what open markets may cost the house or bring it")
  public HouseView get(@RestPath String game) {
    games.game(game);
    return house.of(game);
  }
}
