package dev.ziggurat.babylon.rest;

import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.store.AgentTrades;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.games.NoSuchAgent;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.Agents;
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
  private final Agents agents;
  private final AgentTrades trades;

  AgentTradesResource(BabylonGames games, Agents agents, AgentTrades trades) {
    this.games = games;
    this.agents = agents;
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
    if (agents.find(game, handle).filter(row -> row.deletedAt().isEmpty()).isEmpty()) {
      throw new NoSuchAgent(game, handle);
    }
    return Page.continued(
        cursor, from -> trades.page(game, handle, from, limit.andOne()), limit, TradeView::id);
  }
}
