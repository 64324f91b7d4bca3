package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.llm.ServiceTier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Merges the price of an entry for one service tier with a model's known prices. Parts that it
 * omits are kept, and the prices of other tiers.
 */
final class Pricing {

  private final List<Price> known;
  private final ServiceTier tier;
  private final LocalDate today;

  /**
   * @param known all prices of the model: past, current and future
   */
  Pricing(List<Price> known, ServiceTier tier, LocalDate today) {
    this.known = List.copyOf(known);
    this.tier = tier;
    this.today = today;
  }

  /** Today's price for short prompts. */
  Optional<Price> ofShortPrompts() {
    return current().stream().filter(price -> price.abovePromptTokens() == null).findFirst();
  }

  /** Whether today's price differs from the stated one. */
  boolean differsFrom(StatedPrice stated) {
    return !stated.isEmpty() && ofShortPrompts().filter(stated::agreesWith).isEmpty();
  }

  /** The field that the entry must state, because no price is known; empty if none is missing. */
  Optional<String> missingField(StatedPrice stated) {
    if (stated.isEmpty() || ofShortPrompts().isPresent()) {
      return Optional.empty();
    }
    if (stated.input().isEmpty()) {
      return Optional.of(LiteLlmPriceReader.inputField(tier));
    }
    return stated.output().isEmpty()
        ? Optional.of(LiteLlmPriceReader.outputField(tier))
        : Optional.empty();
  }

  /**
   * All prices, with the stated one from a day on.
   *
   * @param from empty for a price that always applies
   */
  List<Price> with(StatedPrice stated, Optional<LocalDate> from) {
    var day = from.map(LocalDate::toString).orElse(null);
    var now = ofShortPrompts();
    var prices = new ArrayList<>(known);
    prices.removeIf(price -> isOfTier(price) && Objects.equals(price.from(), day));
    prices.add(
        new Price(
            tier.isDefault() ? null : tier.name(),
            day,
            null,
            stated.input().or(() -> now.map(Price::input)).orElseThrow(),
            stated.cached().or(() -> now.map(Price::cached)).orElse(null),
            stated.cacheWrite().or(() -> now.map(Price::cacheWrite)).orElse(null),
            stated.output().or(() -> now.map(Price::output)).orElseThrow()));
    current().stream()
        .filter(price -> price.abovePromptTokens() != null)
        .forEach(price -> prices.add(from(day, price)));
    return List.copyOf(prices);
  }

  /** Whether long prompts have a separate price, which entries cannot state. */
  boolean hasLongPrompts() {
    return current().stream().anyMatch(price -> price.abovePromptTokens() != null);
  }

  private List<Price> current() {
    var day =
        known.stream()
            .filter(this::isOfTier)
            .map(Pricing::firstDay)
            .filter(from -> !from.isAfter(today))
            .max(Comparator.naturalOrder());
    return known.stream()
        .filter(this::isOfTier)
        .filter(price -> day.filter(firstDay(price)::equals).isPresent())
        .toList();
  }

  private boolean isOfTier(Price price) {
    return tier.equals(price.tier() == null ? ServiceTier.DEFAULT : ServiceTier.of(price.tier()));
  }

  private static LocalDate firstDay(Price price) {
    return price.from() == null ? LocalDate.MIN : LocalDate.parse(price.from());
  }

  private static Price from(String day, Price price) {
    return new Price(
        price.tier(),
        day,
        price.abovePromptTokens(),
        price.input(),
        price.cached(),
        price.cacheWrite(),
        price.output());
  }
}
