package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.ticks.TicksResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.TickReport;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The ticks of a game, newest first, with filters and the durations of those shown. */
@Path("/console/ticks")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class TicksPage {

  private static final LimitParam SHOWN = new LimitParam(50);
  private static final double MILLIS_PER_SECOND = 1e3;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance ticks(
        PageLayout frame,
        ListAddress list,
        Page<TickReport> ticks,
        LineChart durations,
        boolean first);
  }

  private final PageLayouts frames;
  private final TicksResource ticks;

  TicksPage(PageLayouts frames, TicksResource ticks) {
    this.frames = frames;
    this.ticks = ticks;
  }

  /** Renders the page; the filters are those of the REST API. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game,
      @RestQuery Optional<String> outcome,
      @RestQuery Optional<String> fromTick,
      @RestQuery Optional<String> toTick,
      @RestQuery Optional<String> from,
      @RestQuery Optional<String> to,
      @RestQuery Optional<String> sort,
      @RestQuery Optional<String> cursor) {
    var frame = frames.of("Ticks", game).alive();
    var start = UtcField.sent(from);
    var end = UtcField.sent(to);
    var page =
        frame
            .game()
            .map(
                shown ->
                    ticks.list(
                        shown.id(), outcome, fromTick, toTick, start, end, sort, SHOWN, cursor))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    var list =
        ListAddress.of("/console/ticks")
            .fixed("game", frame.game().map(shown -> shown.id()))
            .filter("outcome", outcome)
            .filter("fromTick", fromTick)
            .filter("toTick", toTick)
            .filter("from", start)
            .filter("to", end)
            .filter("sort", sort);
    return Templates.ticks(frame, list, page, durations(page.items()), cursor.isEmpty());
  }

  /** How long each tick took, in seconds, by slot. */
  private static LineChart durations(List<TickReport> ticks) {
    var points =
        ticks.stream()
            .filter(tick -> tick.durationMillis() != null)
            .map(
                tick -> new LineChart.Point(tick.slot(), tick.durationMillis() / MILLIS_PER_SECOND))
            .sorted(Comparator.comparing(LineChart.Point::at))
            .toList();
    return new LineChart(List.of(new LineChart.Line("Took", points)));
  }
}
