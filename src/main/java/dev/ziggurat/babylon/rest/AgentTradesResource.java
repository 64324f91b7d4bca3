package dev.ziggurat.babylon.rest;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.AgentTrades;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The trades of an agent. */
@Path("/api/games/{game}/agents/{handle}/trades")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class AgentTradesResource {

  private final BabylonGames games;
  private final PathLookup existing;
  private final AgentTrades trades;

  AgentTradesResource(BabylonGames games, PathLookup existing, AgentTrades trades) {
    this.games = games;
    this.existing = existing;
    this.trades = trades;
  }

  /** A page of an agent's trades. */
  @GET
  @Operation(operationId = "listAgentTrades", summary = "The trades of an agent, newest first")
  public Page<TradeView> trades(
      @RestPath String game,
      @RestPath String handle,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    games.game(game);
    existing.agent(game, handle);
    return Page.continued(
        cursor, from -> trades.page(game, handle, from, limit.andOne()), limit, TradeView::id);
  }
}
