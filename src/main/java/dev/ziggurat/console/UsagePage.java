package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/** Usage and cost. */
@Path("/console/usage")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class UsagePage {

  /** Max rows of the table; the CSV has all. */
  private static final int MAX_ROWS = 100;

  private static final double MICRO = 1e6;

  private static final List<String> WAYS =
      List.of("provider", "model", "agent", "game", "source", "day", "hour");

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance usage(
        PageLayout frame,
        Choice choice,
        UsageReport report,
        List<UsageRow> rows,
        BarChart cost,
        BarChart tokens);
  }

  /** A time span up to now. */
  public enum Span {
    DAY("24 hours", 1, "hour"),
    WEEK("7 days", 7, "day"),
    MONTH("30 days", 30, "day"),
    QUARTER("90 days", 90, "day");

    private final String label;
    private final int days;
    private final String step;

    Span(String label, int days, String step) {
      this.label = label;
      this.days = days;
      this.step = step;
    }

    /** Its display name. */
    public String label() {
      return label;
    }
  }

  /**
   * The viewer's selection.
   *
   * @param game only this game; empty for all
   * @param query the same for the REST API
   */
  public record Choice(String by, Span span, Optional<String> game, String query) {

    /** The groupings. */
    public List<String> ways() {
      return WAYS;
    }

    /** The selectable spans. */
    public List<Span> spans() {
      return List.of(Span.values());
    }

    /** The time of one bar of the charts. */
    public String step() {
      return by.equals("agent") ? "day" : span.step;
    }

    private Duration slot() {
      return step().equals("hour") ? Duration.ofHours(1) : Duration.ofDays(1);
    }

    /** The address of this page with another grouping. */
    public String otherwise(String way) {
      return "/console/usage?by="
          + way
          + "&span="
          + span
          + game.map(id -> "&game=" + encoded(id)).orElse("");
    }
  }

  private final PageLayouts frames;
  private final UsageResource usage;
  private final InstantSource time;

  UsagePage(PageLayouts frames, UsageResource usage, InstantSource time) {
    this.frames = frames;
    this.usage = usage;
    this.time = time;
  }

  /** Renders charts over time and a table. */
  @GET
  public TemplateInstance get(
      @RestQuery Optional<String> by,
      @RestQuery Optional<String> span,
      @RestQuery Optional<String> game) {
    var chosen = game.filter(id -> !id.isEmpty());
    var frame = frames.of("Usage", chosen);
    var way = by.filter(text -> !text.isEmpty()).orElse("provider");
    var back = span.map(UsagePage::span).orElse(Span.DAY);
    var from =
        time.instant()
            .atZone(ZoneOffset.UTC)
            .minus(Period.ofDays(back.days))
            .toInstant()
            .toString();
    var query = "by=" + way + "&from=" + from + chosen.map(id -> "&game=" + encoded(id)).orElse("");
    var choice = new Choice(way, back, chosen, query);
    var report = report(from, way, Optional.empty(), chosen);
    var charted = report(from, drawnBy(way), Optional.of(choice.step()), chosen);
    return Templates.usage(
        frame,
        choice,
        report,
        report.rows().subList(0, Math.min(MAX_ROWS, report.rows().size())),
        BarChart.of(charted, choice.slot(), row -> row.costNanoUsd() / MICRO / 1_000),
        BarChart.of(charted, choice.slot(), row -> row.inputTokens() + row.outputTokens()));
  }

  /** Usage grouped only by time is charted by source. */
  private static String drawnBy(String way) {
    return way.equals("day") || way.equals("hour") ? "source" : way;
  }

  private UsageReport report(String from, String by, Optional<String> over, Optional<String> game) {
    return usage.get(
        Optional.of(from),
        Optional.empty(),
        Optional.of(by),
        over,
        game,
        Optional.empty(),
        Optional.empty());
  }

  private static Span span(String text) {
    return Stream.of(Span.values())
        .filter(span -> span.name().equals(text))
        .findFirst()
        .orElseThrow(() -> new BadRequestException("span: must be DAY, WEEK, MONTH or QUARTER"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
