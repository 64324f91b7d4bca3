package dev.ziggurat.usage;

import dev.ziggurat.http.QueryFilter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The column by which models are sorted. Rows without a value come last. */
enum ModelMetricsSort {
  COST("cost", row -> number(row.cost().nanoUsd())),
  MODEL("model", null),
  ATTEMPTS("attempts", row -> number(row.attempts())),
  SUCCESSES("successes", row -> share(row.successes(), row.attempts())),
  PARSE_FAILURES("parseFailures", row -> share(row.parseFailures(), row.answers())),
  REFUSED("refusedActions", row -> share(row.turns().refusedActions(), row.turns().actions())),
  P50("p50", row -> row.latency().p50Millis().map(BigDecimal::valueOf)),
  P95("p95", row -> row.latency().p95Millis().map(BigDecimal::valueOf)),
  P99("p99", row -> row.latency().p99Millis().map(BigDecimal::valueOf)),
  FIRST_TOKEN("firstToken", row -> row.firstToken().p50Millis().map(BigDecimal::valueOf)),
  TOKENS_PER_TURN(
      "tokensPerTurn", row -> row.turns().inputTokensPerTurn().map(BigDecimal::valueOf)),
  COST_PER_TURN("costPerTurn", row -> row.turns().costNanoUsdPerTurn().map(BigDecimal::valueOf)),
  PROFIT(
      "profit",
      row -> row.turns().profit().map(profit -> BigDecimal.valueOf(profit.microPoints()))),
  PROFIT_PER_USD(
      "profitPerUsd", row -> row.turns().profit().flatMap(ModelMetricsRow.Profit::pointsPerUsd));

  private static final String DESCENDING = "-";
  private static final int DIGITS = 12;

  private final String word;
  private final Function<ModelMetricsRow, Optional<BigDecimal>> value;

  ModelMetricsSort(String word, Function<ModelMetricsRow, Optional<BigDecimal>> value) {
    this.word = word;
    this.value = value;
  }

  /**
   * Parses the query parameter {@code sort}: a column, with a minus for the greatest first. By
   * cost, the greatest first, if it is left out.
   *
   * @throws jakarta.ws.rs.BadRequestException naming the parameter
   */
  static Comparator<ModelMetricsRow> of(Optional<String> sent) {
    var word = QueryFilter.word("sort", sent, words()).orElse(DESCENDING + COST.word);
    var descending = word.startsWith(DESCENDING);
    var name = descending ? word.substring(1) : word;
    return Stream.of(values())
        .filter(sort -> sort.word.equals(name))
        .findFirst()
        .orElseThrow()
        .order(descending);
  }

  private static List<String> words() {
    return Stream.of(values())
        .flatMap(sort -> Stream.of(sort.word, DESCENDING + sort.word))
        .toList();
  }

  private Comparator<ModelMetricsRow> order(boolean descending) {
    var byName =
        Comparator.comparing((ModelMetricsRow row) -> row.model().orElse(""))
            .thenComparing(row -> row.provider().orElse(""));
    if (this == MODEL) {
      return descending ? byName.reversed() : byName;
    }
    Comparator<BigDecimal> direction =
        descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(
            (ModelMetricsRow row) -> value.apply(row).orElse(null), Comparator.nullsLast(direction))
        .thenComparing(byName);
  }

  private static Optional<BigDecimal> number(long value) {
    return Optional.of(BigDecimal.valueOf(value));
  }

  private static Optional<BigDecimal> share(long part, long whole) {
    return whole == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(whole), DIGITS, RoundingMode.HALF_UP));
  }
}
