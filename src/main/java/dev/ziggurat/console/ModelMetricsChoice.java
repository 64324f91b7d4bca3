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
  private static final String UNSORTED = "none";
  private static final Duration LONGEST = Duration.ofDays(31);

  private static final List<Heading> HEADINGS =
      List.of(
          new Heading(false, new Column(MODEL, "Model")),
          new Heading(
              true,
              new Column("profitPerUsd", "Profit per dollar"),
              new Column("profit", "Profit")),
          new Heading(
              false, new Column("costPerTurn", "Cost per turn"), new Column("cost", "Cost")),
          new Heading(false, new Column("tokensPerTurn", "Tokens per turn")),
          new Heading(
              false, new Column("attempts", "Attempts"), new Column("successes", "Answered")),
          new Heading(
              false,
              new Column("parseFailures", "Unusable"),
              new Column("refusedActions", "Refused actions")),
          new Heading(
              false,
              new Column("p50", "Latency p50"),
              new Column("p95", "Latency p95"),
              new Column("p99", "Latency p99")),
          new Heading(false, new Column("firstToken", "First token p50")));

  /** A value that the table can be sorted by. */
  public record Column(String word, String title) {}

  /**
   * What stands below each other in a column of the table, the most important first.
   *
   * @param ofScore whether it is there only where a score is kept
   */
  public record Heading(boolean ofScore, List<Column> columns) {

    Heading(boolean ofScore, Column... columns) {
      this(ofScore, List.of(columns));
    }

    /** Its name on a phone, where each cell tells it. */
    public String title() {
      return columns.getFirst().title();
    }

    /** Whether it names the rows. */
    public boolean isOfRows() {
      return columns.getFirst().word().equals(MODEL);
    }
  }

  /** The columns, without those of scores where no score is kept. */
  public List<Heading> headings(ModelMetricsReport report) {
    return HEADINGS.stream()
        .filter(heading -> !heading.ofScore() || report.unit().isPresent())
        .toList();
  }

  /** The ranges that can be compared. */
  public List<TimeRange.Preset> presets() {
    return range.presets().stream()
        .filter(preset -> preset.length().compareTo(LONGEST) <= 0)
        .toList();
  }

  /** How the table is sorted by one of these, for {@code aria-sort}. */
  public String order(Heading heading) {
    return heading.columns().stream()
        .map(this::order)
        .filter(order -> !order.equals(UNSORTED))
        .findFirst()
        .orElse(UNSORTED);
  }

  /** How the table is sorted by this value: {@code ascending, descending, none}. */
  public String order(Column column) {
    if (sort.equals(column.word())) {
      return "ascending";
    }
    return sort.equals(DESCENDING + column.word()) ? "descending" : UNSORTED;
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
