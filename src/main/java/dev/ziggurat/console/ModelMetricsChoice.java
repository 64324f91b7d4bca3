package dev.ziggurat.console;

import dev.ziggurat.usage.ModelMetricsReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer of compared models selected.
 *
 * @param by {@code asked} or {@code answered}
 * @param sort the column, with a minus for the greatest first
 * @param game only this game; empty for all
 */
public record ModelMetricsChoice(String by, String sort, TimeRange range, Optional<String> game) {

  static final String USUAL_BY = "asked";
  static final String USUAL_SORT = "-cost";

  private static final String MODEL = "model";
  private static final String DESCENDING = "-";
  private static final Duration LONGEST = Duration.ofDays(31);

  private static final List<Column> COLUMNS =
      List.of(
          new Column(MODEL, "Model", false),
          new Column("profitPerUsd", "Profit per dollar", true),
          new Column("profit", "Profit", true),
          new Column("cost", "Cost", false),
          new Column("costPerTurn", "Cost per turn", false),
          new Column("tokensPerTurn", "Tokens per turn", false),
          new Column("refusedActions", "Refused actions", false),
          new Column("attempts", "Attempts", false),
          new Column("successes", "Answered", false),
          new Column("parseFailures", "Unusable", false),
          new Column("p50", "p50", false),
          new Column("p95", "p95", false),
          new Column("p99", "p99", false),
          new Column("firstToken", "First token p50", false));

  /**
   * A column of the table.
   *
   * @param ofScore whether it is there only where a score is kept
   */
  public record Column(String word, String title, boolean ofScore) {}

  /** The columns, without those of scores where no score is kept. */
  public List<Column> columns(ModelMetricsReport report) {
    return COLUMNS.stream()
        .filter(column -> !column.ofScore() || report.unit().isPresent())
        .toList();
  }

  /** The ranges that can be compared. */
  public List<TimeRange.Preset> presets() {
    return range.presets().stream()
        .filter(preset -> preset.length().compareTo(LONGEST) <= 0)
        .toList();
  }

  /** How the table is sorted by this column, for {@code aria-sort}. */
  public String order(Column column) {
    if (sort.equals(column.word())) {
      return "ascending";
    }
    return sort.equals(DESCENDING + column.word()) ? "descending" : "none";
  }

  /** The address of this page sorted by this column: greatest first, or the other way round. */
  public String sortedBy(Column column) {
    var ascendingFirst = column.word().equals(MODEL);
    var reversed = sort.equals(ascendingFirst ? column.word() : DESCENDING + column.word());
    return address(
        by, ascendingFirst == reversed ? DESCENDING + column.word() : column.word(), range.query());
  }

  /** The address of this page with models told apart in the other way. */
  public String toldBy(String way) {
    return address(way, sort, range.query());
  }

  /** The address of this page with another range. */
  public String during(TimeRange.Preset preset) {
    return address(by, sort, "range=" + preset.id());
  }

  private String address(String way, String order, String times) {
    return "/console/usage/models?by=" + way + "&sort=" + order + "&" + times + ofGame();
  }

  /** The parameters of the REST API for the table as shown. */
  public String query(ModelMetricsReport report) {
    return "by="
        + by
        + "&sort="
        + sort
        + "&from="
        + report.from()
        + "&to="
        + report.to()
        + ofGame();
  }

  /** The address of the calls behind a row. */
  public String calls(ModelMetricsReport report, String provider, String model) {
    return "/console/calls?provider="
        + Format.urlEncoded(provider)
        + "&model="
        + Format.urlEncoded(model)
        + "&from="
        + report.from()
        + "&to="
        + report.to()
        + ofGame();
  }

  private String ofGame() {
    return game.map(id -> "&game=" + Format.urlEncoded(id)).orElse("");
  }
}
