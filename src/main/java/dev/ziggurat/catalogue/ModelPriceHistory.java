package dev.ziggurat.catalogue;

import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.money.TokenPrices;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The prices of a model by service tier, date and prompt length. */
final class ModelPriceHistory {

  /** By the first day of each period without a change. */
  private final NavigableMap<LocalDate, PriceList> periods = new TreeMap<>();

  /**
   * Prices of a tier from a day on, for prompts longer than a bound.
   *
   * @param abovePromptTokens 0 for all prompts
   */
  record Row(ServiceTier tier, LocalDate from, long abovePromptTokens, TokenPrices prices) {}

  ModelPriceHistory(List<Row> rows) {
    for (var row : rows) {
      periods.computeIfAbsent(row.from(), day -> inForce(rows, day));
    }
  }

  /** The prices on that day. */
  PriceList on(LocalDate day) {
    var period = periods.floorEntry(day);
    return period == null ? PriceList.UNKNOWN : period.getValue();
  }

  /** Of each tier the prices with the latest first day. */
  private static PriceList inForce(List<Row> rows, LocalDate day) {
    return new PriceList(
        rows.stream()
            .filter(row -> latest(rows, row.tier(), day).filter(row.from()::equals).isPresent())
            .toList());
  }

  private static Optional<LocalDate> latest(List<Row> rows, ServiceTier tier, LocalDate day) {
    return rows.stream()
        .filter(row -> row.tier().equals(tier))
        .map(Row::from)
        .filter(from -> !from.isAfter(day))
        .max(LocalDate::compareTo);
  }
}
