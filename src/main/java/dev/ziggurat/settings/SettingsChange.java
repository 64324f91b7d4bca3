package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One difference between a version of the settings and the one before.
 *
 * @param field such as {@code wandb.model}, {@code groq.enabled}, {@code order}; for a change of
 *     the catalogue the model, as {@code models/wandb/openai/gpt-oss-120b}; for a provider that was
 *     added or changed, {@code providers/} and its id
 * @param from what it was; empty for nothing
 * @param to what it is now; empty for nothing
 */
@RegisterForReflection
public record SettingsChange(String field, Optional<String> from, Optional<String> to) {

  /**
   * What two sets of choices differ in.
   *
   * @param order of the chain, in which they are told
   */
  public static List<SettingsChange> between(
      Map<Provider, SettingsView.Choice> before,
      Map<Provider, SettingsView.Choice> after,
      List<Provider> order) {
    var changes = new ArrayList<SettingsChange>();
    var orderBefore = told(SettingsView.order(before));
    var orderAfter = told(SettingsView.order(after));
    if (!orderBefore.equals(orderAfter)) {
      changes.add(new SettingsChange("order", orderBefore, orderAfter));
    }
    var all = new LinkedHashSet<>(order);
    all.addAll(after.keySet());
    for (var provider : all) {
      var was = before.getOrDefault(provider, SettingsView.Choice.NONE);
      var is = after.getOrDefault(provider, SettingsView.Choice.NONE);
      if (!Objects.equals(was.model(), is.model())) {
        changes.add(new SettingsChange(provider.id() + ".model", was.model(), is.model()));
      }
      if (was.enabled() != is.enabled()) {
        changes.add(
            new SettingsChange(
                provider.id() + ".enabled",
                Optional.of(Boolean.toString(was.enabled())),
                Optional.of(Boolean.toString(is.enabled()))));
      }
      changes.addAll(between(provider.id() + ".budget.", was.budget(), is.budget()));
    }
    return List.copyOf(changes);
  }

  private static List<SettingsChange> between(String path, ProviderBudget was, ProviderBudget is) {
    return Stream.of(
            of(path + "day.hardUsd", was.day().hard(), is.day().hard()),
            of(path + "day.softUsd", was.day().soft(), is.day().soft()),
            of(path + "month.hardUsd", was.month().hard(), is.month().hard()),
            of(path + "month.softUsd", was.month().soft(), is.month().soft()))
        .filter(change -> !change.from().equals(change.to()))
        .toList();
  }

  private static SettingsChange of(
      String field, Optional<NanoDollars> was, Optional<NanoDollars> is) {
    return new SettingsChange(field, was.map(NanoDollars::dollars), is.map(NanoDollars::dollars));
  }

  private static Optional<String> told(List<Provider> order) {
    return Optional.of(order.stream().map(Provider::id).collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }
}
