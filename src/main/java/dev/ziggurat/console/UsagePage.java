package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GameBudgetResource;
import dev.ziggurat.games.GameBudgetResource.GameBalances;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.usage.UsageResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Usage and cost. */
@Path("/console/usage")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class UsagePage {

  /** Max rows of the table; the CSV has all. */
  private static final int MAX_ROWS = 100;

  private static final String PROVIDER = "provider";

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance usage(
        PageLayout frame,
        UsageChoice choice,
        UsageReport report,
        List<UsageRow> rows,
        UsageCharts charts,
        Optional<GameBalances> spending,
        String problem);
  }

  private final PageLayouts frames;
  private final UsageResource usage;
  private final GameBudgetResource budgets;
  private final InstantSource time;

  UsagePage(
      PageLayouts frames, UsageResource usage, GameBudgetResource budgets, InstantSource time) {
    this.frames = frames;
    this.usage = usage;
    this.budgets = budgets;
    this.time = time;
  }

  /** Renders charts over time and a table, all of the same time range. */
  @GET
  public TemplateInstance get(
      @RestQuery Optional<String> by,
      @RestQuery Optional<String> range,
      @RestQuery Optional<String> from,
      @RestQuery Optional<String> to,
      @RestQuery Optional<String> game) {
    var chosen = game.filter(id -> !id.isEmpty());
    var way = by.filter(text -> !text.isEmpty()).orElse(PROVIDER);
    try {
      return page(new UsageChoice(way, TimeRange.of(range, from, to), chosen), "");
    } catch (BadRequestException invalid) {
      return page(new UsageChoice(PROVIDER, TimeRange.USUAL, chosen), invalid.getMessage());
    }
  }

  private TemplateInstance page(UsageChoice choice, String problem) {
    var range = choice.range();
    var report = report(range.start(time.instant()), range.end(), choice, choice.by(), "");
    var step = choice.step(report);
    var charted = overTime(report, choice, choice.chartedBy(), step);
    var byProvider =
        choice.chartedBy().equals(PROVIDER) ? charted : overTime(report, choice, PROVIDER, step);
    var frame = frames.of("Usage", choice.game());
    return Templates.usage(
        frame,
        choice,
        report,
        report.rows().subList(0, Math.min(MAX_ROWS, report.rows().size())),
        UsageCharts.of(charted, byProvider, step),
        frame
            .game()
            .map(GameView::id)
            .filter(id -> choice.game().filter(id::equals).isPresent())
            .map(budgets::get),
        problem);
  }

  private UsageReport overTime(UsageReport report, UsageChoice choice, String by, String step) {
    return report(
        Optional.of(report.from().toString()),
        Optional.of(report.to().toString()),
        choice,
        by,
        step);
  }

  private UsageReport report(
      Optional<String> from, Optional<String> to, UsageChoice choice, String by, String step) {
    return usage.get(
        from,
        to,
        Optional.of(by),
        Optional.of(step).filter(text -> !text.isEmpty()),
        choice.game(),
        Optional.empty(),
        Optional.empty());
  }
}
