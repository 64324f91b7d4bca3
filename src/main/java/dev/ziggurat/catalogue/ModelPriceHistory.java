package dev.ziggurat.catalogue;

import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.money.TokenPrices;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The prices of a model by service tier, date and prompt length. */
record ModelPriceHistory(List<Row> rows) {

  /**
   * Prices of a tier from a day on, for prompts longer than a bound.
   *
   * @param abovePromptTokens 0 for all prompts
   */
  record Row(ServiceTier tier, LocalDate from, long abovePromptTokens, TokenPrices prices) {}

  ModelPriceHistory {
    rows = List.copyOf(rows);
  }

  /** The prices on that day: of each tier those with the latest first day. */
  PriceList on(LocalDate day) {
    return new PriceList(
        rows.stream()
            .filter(row -> latest(row.tier(), day).filter(row.from()::equals).isPresent())
            .toList());
  }

  private Optional<LocalDate> latest(ServiceTier tier, LocalDate day) {
    return rows.stream()
        .filter(row -> row.tier().equals(tier))
        .map(Row::from)
        .filter(from -> !from.isAfter(day))
        .max(Comparator.naturalOrder());
  }
}
