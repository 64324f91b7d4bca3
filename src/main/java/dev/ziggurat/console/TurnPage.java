package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.ticks.TicksResource;
import dev.ziggurat.games.ticks.TurnResource;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
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

/** One turn: briefing, path, completion and decision. */
@Path("/console/ticks/{number}/turns/{handle}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class TurnPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance turn(
        PageLayout frame,
        TickReport tick,
        TurnDetail turn,
        String memo,
        List<ActionLine> actions,
        List<PathLine> path,
        List<TokensLine> tokens,
        List<String> models);
  }

  private final PageLayouts frames;
  private final TicksResource ticks;
  private final TurnResource turns;
  private final KnownModels models;

  TurnPage(PageLayouts frames, TicksResource ticks, TurnResource turns, KnownModels models) {
    this.frames = frames;
    this.ticks = ticks;
    this.turns = turns;
    this.models = models;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance get(
      @RestPath long number, @RestPath String handle, @RestQuery Optional<String> game) {
    var frame = frames.of("@" + handle + " in tick " + number, game);
    var id = frame.existingGame().id();
    var turn = turns.get(id, number, handle);
    return Templates.turn(
        frame,
        ticks.get(id, number),
        turn,
        turn.decision().path("memo").asText(""),
        ActionLine.of(turn.decision(), turn.results()),
        PathLine.of(turn),
        TokensLine.of(turn),
        frame.visitor().admin() ? models.names() : List.of());
  }
}
