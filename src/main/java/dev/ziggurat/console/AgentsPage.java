package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.AgentSummary;
import dev.ziggurat.games.AgentsResource;
import dev.ziggurat.games.HandleParam;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
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
import org.jboss.resteasy.reactive.RestQuery;

/** The agents of a game with possessions and cost. */
@Path("/console/agents")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AgentsPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance agents(
        PageLayout frame,
        ListAddress list,
        Page<AgentSummary> agents,
        boolean deleted,
        Optional<String> unit,
        List<String> models);
  }

  private final PageLayouts frames;
  private final AgentsResource agents;
  private final KnownModels models;
  private final ScoreUnits units;

  AgentsPage(PageLayouts frames, AgentsResource agents, KnownModels models, ScoreUnits units) {
    this.frames = frames;
    this.agents = agents;
    this.models = models;
    this.units = units;
  }

  /** Renders the agents, or the deleted ones; the filters are those of the REST API. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game,
      @RestQuery Optional<BooleanParam> deleted,
      @RestQuery Optional<String> q,
      @RestQuery Optional<String> sort,
      @RestQuery Optional<String> cursor) {
    var frame = frames.of("Agents", game).alive();
    var flag = deleted.orElse(new BooleanParam(false));
    var page =
        frame
            .game()
            .map(shown -> agents.list(shown.id(), flag, HandleParam.of(q), sort, SHOWN, cursor))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    var list =
        ListAddress.of("/console/agents")
            .fixed("game", frame.game().map(shown -> shown.id()))
            .fixed("deleted", Optional.of("true").filter(_ -> flag.isSet()))
            .filter("q", q)
            .filter("sort", sort);
    return Templates.agents(
        frame, list, page, flag.isSet(), frame.game().flatMap(units::of), models.names());
  }
}
