package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.console.WorldPages.AgentParts;
import dev.ziggurat.games.AgentView;
import dev.ziggurat.games.AgentsResource;
import dev.ziggurat.games.TurnStateParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.play.PlayerToken;
import dev.ziggurat.play.StoredPlayerTokens;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import dev.ziggurat.world.PastWorth;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** One agent: editable texts, possessions, turns and cost. */
@Path("/console/agents/{handle}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AgentPage {

  private static final LimitParam CHARTED = new LimitParam(100);
  private static final LimitParam LISTED = new LimitParam(20);
  private static final double MICROS = 1e6;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance agent(
        PageLayout frame,
        AgentView agent,
        Page<TurnLine> turns,
        LineChart costs,
        LineChart worth,
        Optional<String> unit,
        AgentParts parts,
        ListAddress list,
        boolean newest,
        List<String> models,
        Optional<PlayerToken> token,
        AgentMemory memory);
  }

  /** A turn and its actions. */
  public record TurnLine(AgentTurn turn, List<ActionLine> actions) {}

  private final PageLayouts frames;
  private final AgentsResource agents;
  private final KnownModels models;
  private final ScoreUnits units;
  private final NavItems navigation;
  private final StoredPlayerTokens tokens;
  private final AgentMemories memories;

  AgentPage(
      PageLayouts frames,
      AgentsResource agents,
      KnownModels models,
      ScoreUnits units,
      NavItems navigation,
      StoredPlayerTokens tokens,
      AgentMemories memories) {
    this.frames = frames;
    this.agents = agents;
    this.models = models;
    this.units = units;
    this.navigation = navigation;
    this.tokens = tokens;
    this.memories = memories;
  }

  /**
   * Renders the page.
   *
   * @param turns cursor of the turns; empty for the newest
   * @param kind of memories
   * @param memoriesAt cursor of the memories; empty for the newest
   */
  @GET
  public TemplateInstance get(
      @RestPath String handle,
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> state,
      @RestQuery Optional<String> sort,
      @RestQuery Optional<String> turns,
      @RestQuery Optional<String> kind,
      @RestQuery("memories") Optional<String> memoriesAt) {
    var frame = frames.of("@" + handle, game).alive();
    var played = frame.existingGame();
    var id = played.id();
    var agent = agents.get(id, handle);
    var listed = agents.turns(id, handle, TurnStateParam.of(state), sort, LISTED, turns);
    return Templates.agent(
        frame,
        agent,
        new Page<>(
            listed.items().stream()
                .map(turn -> new TurnLine(turn, ActionLine.of(turn.decision(), turn.results())))
                .toList(),
            listed.next()),
        costs(
            agents
                .turns(
                    id,
                    handle,
                    TurnStateParam.of(Optional.empty()),
                    Optional.empty(),
                    CHARTED,
                    Optional.empty())
                .items()),
        worth(agents.worth(id, handle, CHARTED).points()),
        units.of(played),
        navigation
            .pages(played)
            .map(pages -> pages.agent(played, agent))
            .orElseGet(() -> new AgentParts(List.of(), List.of())),
        ListAddress.of("/console/agents/" + Format.urlEncoded(agent.handle()))
            .fixed("game", Optional.of(id))
            .filter("state", state)
            .filter("sort", sort)
            .filter("kind", kind),
        turns.isEmpty(),
        models.names(),
        tokens.of(id, agent.handle()),
        memories.of(played, handle, kind, memoriesAt));
  }

  /** The worth after each tick, in points. */
  private static LineChart worth(List<PastWorth> past) {
    var points =
        past.stream()
            .map(each -> new LineChart.Point(each.slot(), each.worthMicroPoints() / MICROS))
            .toList();
    return new LineChart(List.of(new LineChart.Line("Worth", points)));
  }

  /** The cost of each turn, oldest first. */
  private static LineChart costs(List<AgentTurn> turns) {
    var points =
        turns.reversed().stream()
            .map(turn -> new LineChart.Point(turn.slot(), turn.costMicroUsd() / MICROS))
            .toList();
    return new LineChart(List.of(new LineChart.Line("Cost", points)));
  }
}
