package dev.ziggurat.catalogue;

import dev.ziggurat.money.TokenPrices;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The prices of a model by date and prompt length. */
record ModelPriceHistory(List<Row> rows) {

  /**
   * Prices from a day on, for prompts longer than a bound.
   *
   * @param abovePromptTokens 0 for all prompts
   */
  record Row(LocalDate from, long abovePromptTokens, TokenPrices prices) {}

  ModelPriceHistory {
    rows =
        rows.stream()
            .sorted(Comparator.comparing(Row::from).thenComparing(Row::abovePromptTokens))
            .toList();
  }

  /** The prices on that day for a prompt of that length; empty when unknown. */
  Optional<TokenPrices> at(LocalDate day, long promptTokens) {
    return rows.stream()
        .map(Row::from)
        .filter(from -> !from.isAfter(day))
        .max(Comparator.naturalOrder())
        .flatMap(
            latest ->
                rows.stream()
                    .filter(row -> row.from().equals(latest))
                    .filter(
                        row ->
                            row.abovePromptTokens() == 0 || row.abovePromptTokens() < promptTokens)
                    .reduce((_, longer) -> longer))
        .map(Row::prices);
  }
}
