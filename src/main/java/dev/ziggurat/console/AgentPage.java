package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.admin.Limit;
import dev.ziggurat.admin.games.AgentView;
import dev.ziggurat.admin.games.AgentsResource;
import dev.ziggurat.babylon.store.TradeView;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** One agent: its words to edit, what it owns, did and cost. */
@Path("/console/agents/{handle}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AgentPage {

  private static final Limit CHARTED = new Limit(100);
  private static final Limit TRADES = new Limit(20);
  private static final int LISTED = 20;
  private static final int MICRO_DIGITS = 6;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance agent(
        Frame frame,
        AgentView agent,
        List<Deeds> turns,
        RawString costs,
        List<TradeView> trades,
        List<String> models);
  }

  /** A turn and what was done in it. */
  public record Deeds(AgentTurn turn, List<ActionStory> actions) {}

  private final Frames frames;
  private final AgentsResource agents;
  private final KnownModels models;

  AgentPage(Frames frames, AgentsResource agents, KnownModels models) {
    this.frames = frames;
    this.agents = agents;
    this.models = models;
  }

  /** The agent. */
  @GET
  public TemplateInstance get(@RestPath String handle, @RestQuery Optional<String> game) {
    var frame = frames.of("@" + handle, game);
    var id = frame.existingGame().id();
    var agent = agents.get(id, handle);
    var turns = agents.turns(id, handle, CHARTED, Optional.empty()).items();
    return Templates.agent(
        frame,
        agent,
        turns.stream()
            .limit(LISTED)
            .map(turn -> new Deeds(turn, ActionStory.of(turn.decision(), turn.results())))
            .toList(),
        costs(turns),
        agents.trades(id, handle, TRADES, Optional.empty()).items(),
        models.names());
  }

  /** Of each turn, oldest first, as the chart wants it. */
  private static RawString costs(List<AgentTurn> turns) {
    var oldestFirst = turns.reversed();
    return new RawString(
        "{\"times\":[%s],\"series\":[{\"name\":\"Cost\",\"values\":[%s]}]}"
            .formatted(
                oldestFirst.stream()
                    .map(turn -> '"' + turn.slot().toString() + '"')
                    .collect(Collectors.joining(",")),
                oldestFirst.stream()
                    .map(turn -> BigDecimal.valueOf(turn.costMicroUsd(), MICRO_DIGITS))
                    .map(BigDecimal::toPlainString)
                    .collect(Collectors.joining(","))));
  }
}
