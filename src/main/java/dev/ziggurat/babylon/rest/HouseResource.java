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

/** A game's house, the counterparty of all trades. */
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

  /** Returns the balances and the house's possible gain or loss. */
  @GET
  @Operation(
      operationId = "getHouse",
      summary = "The balances of a game, and the house's possible gain or loss by open markets")
  public HouseView get(@RestPath String game) {
    games.game(game);
    return house.of(game);
  }
}
