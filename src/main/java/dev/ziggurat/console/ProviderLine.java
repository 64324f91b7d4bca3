package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.ledger.BudgetBalance;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.AiModels;
import dev.ziggurat.models.ListedProvider;
import dev.ziggurat.models.ProviderBudgetView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A provider as a row of the page.
 *
 * @param up the change of the order that moves it one place up, as JSON; empty for the first
 * @param down the change that moves it one place down; empty for the last
 * @param budget the limits of what may be spent there
 * @param balances what is spent there today and in this month
 */
public record ProviderLine(
    ListedProvider provider,
    ProviderStatus stand,
    Optional<String> up,
    Optional<String> down,
    ProviderBudgetView budget,
    List<BudgetBalance> balances) {

  private static final String ADDED = "added";

  /**
   * The providers in the order of the chain.
   *
   * @param listed in the order of the chain
   * @param chain their states
   * @param models with what is spent at each
   */
  static List<ProviderLine> all(
      List<ListedProvider> listed, List<ProviderChoice> chain, AiModels models) {
    Map<String, ProviderChoice> stands =
        chain.stream()
            .collect(Collectors.toMap(choice -> choice.stand().id(), Function.identity()));
    // One that was added between the two readings has no state yet.
    var known = listed.stream().filter(each -> stands.containsKey(each.id())).toList();
    var ids = known.stream().map(ListedProvider::id).toList();
    var lines = new ArrayList<ProviderLine>();
    for (var index = 0; index < ids.size(); index++) {
      lines.add(
          new ProviderLine(
              known.get(index),
              stands.get(ids.get(index)).stand(),
              swapped(ids, index - 1),
              swapped(ids, index),
              stands.get(ids.get(index)).choice().budget(),
              models.budgets().getOrDefault(new Provider(ids.get(index)), List.of())));
    }
    return List.copyOf(lines);
  }

  private static Optional<String> swapped(List<String> ids, int upper) {
    if (upper < 0 || upper + 1 >= ids.size()) {
      return Optional.empty();
    }
    var order = new ArrayList<>(ids);
    Collections.swap(order, upper, upper + 1);
    var change = JsonNodeFactory.instance.objectNode();
    order.forEach(change.putArray("order")::add);
    return Optional.of(change.toString());
  }

  /** Whether an admin added it, so that it can be changed and removed here. */
  public boolean added() {
    return provider.origin().equals(ADDED);
  }

  /** What the names of its budget's fields begin with. */
  public String budgetPath() {
    return "providers." + provider.id() + ".budget.";
  }

  /** The request fields that are left out, one per line. */
  public String unknownFields() {
    return String.join("\n", provider.unknownFields());
  }
}
