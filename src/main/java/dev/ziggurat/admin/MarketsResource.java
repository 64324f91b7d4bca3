package dev.ziggurat.admin;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.MarketReader;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.TradeView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
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
      @QueryParam("limit") @DefaultValue(Limit.DEFAULT) Limit limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    return Page.continued(
        cursor, from -> markets.page(game, from, limit.andOne()), limit, MarketView::id);
  }

  /** A page of a market's trades. */
  @GET
  @Path("/{market}/trades")
  @Operation(operationId = "listTrades", summary = "The trades of a market, newest first")
  public Page<TradeView> trades(
      @RestPath String game,
      @RestPath String market,
      @QueryParam("limit") @DefaultValue(Limit.DEFAULT) Limit limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    if (markets.find(game, market).isEmpty()) {
      throw new NotFoundException(
          "market: game " + game + " has no market '" + market + "'; …/markets lists them");
    }
    return Page.continued(
        cursor, from -> markets.trades(game, market, from, limit.andOne()), limit, TradeView::id);
  }
}
