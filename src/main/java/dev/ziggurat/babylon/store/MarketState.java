package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Market;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The state of a market. */
public enum MarketState {
  OPEN("resolved_at is null and awaited_since is null"),
  CLOSED("resolved_at is null and awaited_since is not null"),
  RESOLVED("resolved_at is not null and not voided"),
  VOIDED("voided");

  private final String condition;

  MarketState(String condition) {
    this.condition = condition;
  }

  /** The state with this name, if any. */
  public static Optional<MarketState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }

  static MarketState of(Market market) {
    if (market.resolvedAt().isEmpty()) {
      return market.isTraded() ? OPEN : CLOSED;
    }
    return market.voided() ? VOIDED : RESOLVED;
  }

  /** The name in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The SQL condition of its rows. */
  String condition() {
    return condition;
  }
}
