package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The admin's choices as they stood at one version.
 *
 * @param changedAt when this version came to be
 * @param changedBy who made it; {@code installation} for the first
 * @param choices by provider; may lack some, and hold some that are no more
 * @param providers those there are, in the order in which the chain tries them; of a past version,
 *     those there are now
 */
public record SettingsView(
    long version,
    Instant changedAt,
    String changedBy,
    Map<Provider, Choice> choices,
    Providers providers) {

  public SettingsView {
    choices = Map.copyOf(choices);
  }

  /**
   * What the admin chose for one provider.
   *
   * @param model empty leaves the choice to environment and catalogue
   * @param position its place in the order that the admin chose, from 1; empty if none was chosen
   * @param budget what may be spent there
   */
  public record Choice(
      Optional<String> model, boolean enabled, OptionalInt position, ProviderBudget budget) {

    /** As it is installed. */
    public static final Choice NONE =
        new Choice(Optional.empty(), true, OptionalInt.empty(), ProviderBudget.NONE);

    /** The same with another budget. */
    public Choice with(ProviderBudget other) {
      return new Choice(model, enabled, position, other);
    }

    /** The same at another place. */
    public Choice at(OptionalInt other) {
      return new Choice(model, enabled, other, budget);
    }
  }

  /** What the admin chose for this provider. */
  public Choice choice(Provider provider) {
    return choices.getOrDefault(provider, Choice.NONE);
  }

  /** Whether the admin lets the chain ask this provider. */
  public boolean enabled(Provider provider) {
    return choice(provider).enabled();
  }

  /** The admin's model for this provider. */
  public Optional<String> model(Provider provider) {
    return choice(provider).model();
  }

  /** The providers that have a place of the admin's choice, in that order. */
  static List<Provider> order(Map<Provider, Choice> choices) {
    return choices.entrySet().stream()
        .filter(entry -> entry.getValue().position().isPresent())
        .sorted(
            Comparator.<Map.Entry<Provider, Choice>>comparingInt(
                    entry -> entry.getValue().position().getAsInt())
                .thenComparing(entry -> entry.getKey().id()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
