package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The summed columns, common to table {@code usage} and view {@code attempt_measured}, as SQL
 * lists, and the reader of their sums.
 */
final class UsageColumns {

  private static final List<String> COLUMNS =
      List.of(
          "attempts",
          "successes",
          "failovers",
          "unpriced",
          "simulated",
          "input_tokens",
          "cached_tokens",
          "cache_write_tokens",
          "output_tokens",
          "reasoning_tokens",
          "cost_nano",
          "at_most_nano",
          "latencies",
          "failovers_after_skip");

  /** Separated by commas. */
  static final String NAMES = String.join(", ", COLUMNS);

  /** Summed under their own names. */
  static final String SUMS = each(column -> "sum(" + column + ") as " + column);

  private UsageColumns() {}

  /** Applies an SQL fragment to each column, separated by commas. */
  static String each(Function<String, String> fragment) {
    return COLUMNS.stream().map(fragment).collect(Collectors.joining(", "));
  }

  /** Reads the sums of the current row. */
  static UsageRow read(
      ResultSet row, Optional<String> key, Optional<String> game, Optional<Instant> at)
      throws SQLException {
    var latencies =
        LatencyHistogram.parse(Optional.ofNullable(row.getString("latencies")).orElse("0"));
    return new UsageRow(
        key,
        game,
        at,
        row.getLong("attempts"),
        row.getLong("successes"),
        row.getLong("failovers"),
        row.getLong("failovers_after_skip"),
        row.getLong("unpriced"),
        row.getLong("input_tokens"),
        row.getLong("cached_tokens"),
        row.getLong("cache_write_tokens"),
        row.getLong("output_tokens"),
        row.getLong("reasoning_tokens"),
        micro(row.getLong("cost_nano")),
        row.getLong("cost_nano"),
        micro(row.getLong("at_most_nano")),
        row.getLong("at_most_nano"),
        latencies.percentile(50),
        latencies.percentile(95),
        latencies.percentile(99),
        row.getLong("simulated") > 0);
  }

  private static long micro(long nano) {
    return new NanoDollars(nano).microDollars();
  }
}
