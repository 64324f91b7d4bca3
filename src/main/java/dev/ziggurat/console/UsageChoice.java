package dev.ziggurat.console;

import dev.ziggurat.ledger.UsageReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer of usage selected.
 *
 * @param by the grouping
 * @param game only this game; empty for all
 */
public record UsageChoice(String by, TimeRange range, Optional<String> game) {

  private static final List<String> WAYS =
      List.of("provider", "model", "agent", "game", "source", "day", "hour");

  private static final Duration MAX_BY_HOUR = Duration.ofHours(75);
  private static final String HOUR = "hour";
  private static final String DAY = "day";

  /** The groupings. */
  public List<String> ways() {
    return WAYS;
  }

  /** What the charts are grouped by: usage grouped only by time is charted by source. */
  String chartedBy() {
    return by.equals(DAY) || by.equals(HOUR) ? "source" : by;
  }

  /** The time of one bar of the charts: hour or day. */
  public String step(UsageReport report) {
    var length = Duration.between(report.from(), report.to());
    return by.equals("agent") || length.compareTo(MAX_BY_HOUR) > 0 ? DAY : HOUR;
  }

  /** The address of this page with another grouping. */
  public String otherwise(String way) {
    return address(way, range.query());
  }

  /** The address of this page with another range. */
  public String during(TimeRange.Preset preset) {
    return address(by, "range=" + preset.id());
  }

  private String address(String way, String times) {
    return "/console/usage?by=" + way + "&" + times + ofGame();
  }

  /** The parameters of the REST API for the table as shown. */
  public String query(UsageReport report) {
    return "by=" + by + "&" + times(report);
  }

  /**
   * The address of the calls behind a part of the table.
   *
   * @param filter a parameter and its value, such as {@code provider=wandb}
   */
  public String calls(UsageReport report, String filter, String value) {
    return "/console/calls?" + filter + "=" + Format.urlEncoded(value) + "&" + times(report);
  }

  private String times(UsageReport report) {
    return "from=" + report.from() + "&to=" + report.to() + ofGame();
  }

  private String ofGame() {
    return game.map(id -> "&game=" + Format.urlEncoded(id)).orElse("");
  }
}
