package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Lists the agents of a game with possessions, score and cost. */
@Path("/api/games/{game}/agents")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class AgentsResource {

  private final PathLookup existing;
  private final AgentViews views;
  private final AgentArchive archive;

  AgentsResource(PathLookup existing, AgentViews views, AgentArchive archive) {
    this.existing = existing;
    this.views = views;
    this.archive = archive;
  }

  /** A page of agents. */
  @GET
  @Operation(
      operationId = "listAgents",
      summary = "The agents by handle, with possessions and cost",
      description =
          """
          With Accept: application/x-ndjson (or application/jsonl) all agents are exported as JSON
          Lines instead, in the format of AgentFields, for import.
          """)
  public Page<AgentSummary> list(
      @RestPath String game,
      @Parameter(description = "Lists deleted agents only")
          @QueryParam("deleted")
          @DefaultValue("false")
          BooleanParam deleted,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var found = existing.game(game);
    return Page.continued(
        cursor,
        from -> views.page(found, deleted.isSet(), from.orElse(""), limit.andOne()),
        limit,
        AgentSummary::handle);
  }

  /** One agent. */
  @GET
  @Path("/{handle}")
  @Operation(
      operationId = "getAgent",
      summary = "One agent: persona, memo, possessions, last turns")
  public AgentView get(@RestPath String game, @RestPath String handle) {
    return views.of(existing.game(game), existing.agent(game, handle));
  }

  /** A page of an agent's turns. */
  @GET
  @Path("/{handle}/turns")
  @Operation(operationId = "listAgentTurns", summary = "The turns of an agent, newest first")
  public Page<AgentTurn> turns(
      @RestPath String game,
      @RestPath String handle,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.agent(game, handle);
    return Page.continued(
        cursor,
        from ->
            archive.turns(
                game, handle, from.map(Long::parseLong).orElse(Long.MAX_VALUE), limit.andOne()),
        limit,
        turn -> Long.toString(turn.tick()));
  }
}
