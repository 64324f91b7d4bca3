package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import dev.ziggurat.tick.AgentFilter;
import dev.ziggurat.tick.TurnFilter;
import dev.ziggurat.world.PastWorth;
import dev.ziggurat.world.Ranking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
      summary = "The agents, by handle unless sorted otherwise, with possessions and cost",
      description =
          """
          With Accept: application/x-ndjson (or application/jsonl) all agents are exported as JSON
          Lines instead, in the format of AgentFields, each followed by lines with what the agent
          remembers, for import.
          """)
  public Page<AgentSummary> list(
      @RestPath String game,
      @Parameter(description = "Lists deleted agents only")
          @QueryParam("deleted")
          @DefaultValue("false")
          BooleanParam deleted,
      @BeanParam HandleParam handlePart,
      @Parameter(
              description =
                  "A minus means descending. By worth only agents with a score are listed; only"
                      + " in a world that keeps one",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {
                        "handle",
                        "-handle",
                        "lastTurn",
                        "-lastTurn",
                        "worth",
                        "-worth"
                      },
                      defaultValue = "handle"))
          @QueryParam("sort")
          Optional<String> sort,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var found = existing.game(game);
    var order = AgentSort.of(sort);
    var part = handlePart.value();
    if (order.byWorth()) {
      var ranking = new Ranking(deleted.isSet(), part, order.descending());
      return Page.counted(
          cursor, from -> views.ranked(found, ranking, limit.andOne(), from), limit);
    }
    var filter = new AgentFilter(deleted.isSet(), part, order.byLastTurn(), order.descending());
    return Page.continued(
        cursor,
        from -> views.page(found, filter, from, limit.andOne()),
        limit,
        agent -> filter.cursor(agent.handle(), agent.lastTurn()));
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
  @Operation(
      operationId = "listAgentTurns",
      summary = "The turns of an agent, newest first unless sorted otherwise")
  public Page<AgentTurn> turns(
      @RestPath String game,
      @RestPath String handle,
      @BeanParam TurnStateParam state,
      @Parameter(
              description = "-tick lists the newest first, tick the oldest",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"-tick", "tick"},
                      defaultValue = "-tick"))
          @QueryParam("sort")
          Optional<String> sort,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.agent(game, handle);
    var filter = new TurnFilter(state.value(), Optional.empty());
    var oldestFirst =
        QueryFilter.word("sort", sort, List.of("-tick", "tick")).filter("tick"::equals).isPresent();
    return Page.continued(
        cursor,
        from ->
            archive.turns(
                game, handle, filter, oldestFirst, from.map(Long::parseLong), limit.andOne()),
        limit,
        turn -> Long.toString(turn.tick()));
  }

  /**
   * What an agent was worth over time.
   *
   * @param points oldest first; empty in a world that keeps no score
   */
  @Schema(name = "AgentWorth")
  public record WorthHistory(List<PastWorth> points) {}

  /** The worth of an agent over time. */
  @GET
  @Path("/{handle}/worth")
  @Operation(
      operationId = "getAgentWorth",
      summary = "What an agent was worth after each of the last ticks, oldest first",
      description =
          """
          In millionths of a point of the game's world, without what happened after the last tick. A
          world without a score, or one that does not remember it, has no points.
          """)
  public WorthHistory worth(
      @RestPath String game,
      @RestPath String handle,
      @Parameter(description = "The number of last ticks")
          @QueryParam("limit")
          @DefaultValue(LimitParam.DEFAULT)
          LimitParam limit) {
    var agent = existing.agent(game, handle).agent().handle();
    return new WorthHistory(views.history(existing.game(game), agent, limit.items()));
  }
}
