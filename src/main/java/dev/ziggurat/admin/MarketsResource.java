package dev.ziggurat.admin;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.MarketReader;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.TradeView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A game's prediction markets. */
@Path("/api/games/{game}/markets")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Games")
public class MarketsResource {

  private final Existing existing;
  private final MarketReader markets;

  MarketsResource(Existing existing, MarketReader markets) {
    this.existing = existing;
    this.markets = markets;
  }

  /** A page of markets. */
  @GET
  @Operation(
      operationId = "listMarkets",
      summary = "The markets, newest first; the outcome only of resolved ones")
  public Page<MarketView> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("cursor") @DefaultValue("0") @Min(0) int cursor) {
    existing.game(game);
    return Page.counted(markets.page(game, limit + 1, cursor), limit, cursor);
  }

  /** A page of a market's trades. */
  @GET
  @Path("/{market}/trades")
  @Operation(operationId = "listTrades", summary = "The trades of a market, newest first")
  public Page<TradeView> trades(
      @RestPath String game,
      @RestPath String market,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("cursor") @DefaultValue("0") @Min(0) int cursor) {
    existing.game(game);
    if (markets.find(game, market).isEmpty()) {
      throw new NotFoundException(
          "market: game " + game + " has no market '" + market + "'; …/markets lists them");
    }
    return Page.counted(markets.trades(game, market, limit + 1, cursor), limit, cursor);
  }
}
