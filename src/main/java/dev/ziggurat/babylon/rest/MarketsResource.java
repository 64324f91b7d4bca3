package dev.ziggurat.babylon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.MarketPriceHistory;
import dev.ziggurat.babylon.store.MarketPriceReader;
import dev.ziggurat.babylon.store.MarketReader;
import dev.ziggurat.babylon.store.MarketView;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.games.interventions.AuditedInterventions;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A game's prediction markets. Changes are interventions between two ticks. */
@Path("/api/games/{game}/markets")
@RunOnVirtualThread
@Tag(name = "Games")
public class MarketsResource {

  private static final String MARKET = "market";

  private final BabylonGames games;
  private final MarketReader markets;
  private final MarketPriceReader prices;
  private final AuditedInterventions auditedInterventions;

  MarketsResource(
      BabylonGames games,
      MarketReader markets,
      MarketPriceReader prices,
      AuditedInterventions auditedInterventions) {
    this.games = games;
    this.markets = markets;
    this.prices = prices;
    this.auditedInterventions = auditedInterventions;
  }

  /** A page of markets. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listMarkets",
      summary = "The markets, newest first; open ones without the outcome")
  public Page<MarketView> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("state") Optional<StateFilter> state,
      @Parameter(
              description = "Part of the question, case-insensitive",
              schema = @Schema(type = SchemaType.STRING, maxLength = 200))
          @QueryParam("q")
          Optional<String> q) {
    games.game(game);
    var part = QueryFilter.text("q", q);
    return Page.continued(
        cursor,
        from -> markets.page(game, state.map(StateFilter::state), part, from, limit.andOne()),
        limit,
        MarketView::id);
  }

  /** One market. */
  @GET
  @Path("/{market}")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getMarket", summary = "One market")
  public MarketView get(@RestPath String game, @RestPath String market) {
    games.game(game);
    return markets.find(game, market).orElseThrow(() -> noSuchMarket(game, market));
  }

  /** The price history. */
  @GET
  @Path("/{market}/prices")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "getPrices",
      summary = "The price of yes over time, oldest first, sampled to at most 500 points")
  public MarketPriceHistory prices(@RestPath String game, @RestPath String market) {
    games.game(game);
    return prices.find(game, market).orElseThrow(() -> noSuchMarket(game, market));
  }

  /** A page of a market's trades. */
  @GET
  @Path("/{market}/trades")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "listTrades", summary = "The trades of a market, newest first")
  public Page<TradeView> trades(
      @RestPath String game,
      @RestPath String market,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    get(game, market);
    return Page.continued(
        cursor, from -> markets.trades(game, market, from, limit.andOne()), limit, TradeView::id);
  }

  /** Opens a market. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(operationId = "openMarket", summary = "Opens a market; the house pays its pool")
  public MarketView open(
      @RestPath String game,
      @RequestBody(content = @Content(schema = @Schema(implementation = OpenMarketRequest.class)))
          JsonNode sent) {
    var found = games.game(game);
    var fields =
        read(
            sent,
            List.of(
                "question",
                "topic",
                "closesAt",
                "liquidityPoints",
                "decidedBy",
                "outcome",
                "rule"));
    var opened = auditedInterventions.play(found, "open", fields);
    return get(game, opened.result().path(MARKET).textValue());
  }

  /** Resolves a market. */
  @POST
  @Path("/{market}/resolution")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "resolveMarket",
      summary =
          "Resolves a market, early or when its outcome is awaited, and pays; the outcome replaces a hidden one")
  public MarketView resolve(
      @RestPath String game,
      @RestPath String market,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = ResolveMarketRequest.class)))
          JsonNode sent) {
    get(game, market);
    auditedInterventions.play(
        games.game(game), "resolve", read(sent, List.of("outcome")).put(MARKET, market));
    return get(game, market);
  }

  /** Voids a market. */
  @POST
  @Path("/{market}/voiding")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "voidMarket",
      summary = "Voids a market and refunds each agent's net stake")
  public MarketView voiding(
      @RestPath String game,
      @RestPath String market,
      @RequestBody(content = @Content(schema = @Schema(implementation = VoidMarketRequest.class)))
          JsonNode sent) {
    get(game, market);
    var fields =
        sent == null ? JsonNodeFactory.instance.objectNode() : read(sent, List.of("reason"));
    auditedInterventions.play(games.game(game), "void", fields.put(MARKET, market));
    return get(game, market);
  }

  private static ObjectNode read(JsonNode sent, List<String> known) {
    Body.of(sent, known);
    return ((ObjectNode) sent).deepCopy();
  }

  private static NotFoundException noSuchMarket(String game, String market) {
    return new NotFoundException(
        "market: game " + game + " has no market '" + market + "'; …/markets lists them");
  }
}
