package dev.ziggurat.settings;

import dev.ziggurat.money.SpendCap;

/** What may be spent at a provider by all games and callers together, per day and month of UTC. */
public record ProviderBudget(SpendCap day, SpendCap month) {

  /** No limit. */
  public static final ProviderBudget NONE = new ProviderBudget(SpendCap.NONE, SpendCap.NONE);
}
