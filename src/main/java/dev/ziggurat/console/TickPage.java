package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.games.HandleParam;
import dev.ziggurat.games.TurnStateParam;
import dev.ziggurat.games.ticks.AttemptsResource;
import dev.ziggurat.games.ticks.BoardResource;
import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.games.ticks.TicksResource;
import dev.ziggurat.games.ticks.WorldCallsResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.httpworld.WorldCall;
import dev.ziggurat.httpworld.WorldEvent;
import dev.ziggurat.tick.TickArchive.TurnView;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TurnArchive.TurnSpan;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** One tick: its turns and attempts over time. */
@Path("/console/ticks/{number}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class TickPage {

  private static final LimitParam ROWS = new LimitParam(100);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance tick(
        PageLayout frame,
        TickReport tick,
        Board board,
        Waterfall waterfall,
        ListAddress list,
        Optional<String> next,
        boolean first,
        List<WorldCall> calls,
        List<WorldEvent> events);
  }

  private final PageLayouts frames;
  private final TicksResource ticks;
  private final AttemptsResource attempts;
  private final BoardResource board;
  private final WorldCallsResource worldCalls;
  private final GameWorldResource worlds;

  TickPage(
      PageLayouts frames,
      TicksResource ticks,
      AttemptsResource attempts,
      BoardResource board,
      WorldCallsResource worldCalls,
      GameWorldResource worlds) {
    this.frames = frames;
    this.ticks = ticks;
    this.attempts = attempts;
    this.board = board;
    this.worldCalls = worldCalls;
    this.worlds = worlds;
  }

  /** Renders the waterfall, 100 turns per page; the filters are those of the REST API. */
  @GET
  public TemplateInstance get(
      @RestPath long number,
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> state,
      @RestQuery Optional<String> q,
      @RestQuery Optional<String> cursor) {
    var frame = frames.of("Tick " + number, game);
    var id = frame.existingGame().id();
    var report = ticks.get(id, number);
    var states = TurnStateParam.of(state);
    var handles = HandleParam.of(q);
    var page = ticks.turns(id, number, states, handles, ROWS, cursor);
    var spans =
        attempts.list(id, number, states, handles, ROWS, cursor).items().stream()
            .collect(Collectors.toMap(TurnSpan::handle, Function.identity()));
    return Templates.tick(
        report.running() ? frame.alive() : frame,
        report,
        board.get(id, number),
        Waterfall.of(
            page.items().stream()
                .filter(turn -> spans.containsKey(turn.handle()))
                .map(turn -> asked(turn, spans.get(turn.handle())))
                .toList(),
            report.durationMillis() == null ? 0 : report.durationMillis()),
        ListAddress.of("/console/ticks/" + number)
            .fixed("game", Optional.of(id))
            .filter("state", state)
            .filter("q", q),
        page.next(),
        cursor.isEmpty(),
        worldCalls.list(id, number, ROWS, Optional.empty()).items(),
        worlds.events(id, Optional.of(Long.toString(number)), ROWS, Optional.empty()).items());
  }

  private static Waterfall.Asked asked(TurnView turn, TurnSpan span) {
    var actions = ActionLine.of(turn.decision(), turn.results());
    return new Waterfall.Asked(
        turn.handle(),
        TurnOutcomeText.shown(turn),
        actions.size(),
        actions.stream().filter(ActionLine::refused).count(),
        span.attempts());
  }
}
