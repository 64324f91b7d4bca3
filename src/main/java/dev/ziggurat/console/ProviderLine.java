package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.models.ListedProvider;
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
 */
public record ProviderLine(
    ListedProvider provider, ProviderStatus stand, Optional<String> up, Optional<String> down) {

  private static final String ADDED = "added";

  /**
   * The providers in the order of the chain.
   *
   * @param listed in the order of the chain
   * @param chain their states
   */
  static List<ProviderLine> all(List<ListedProvider> listed, List<ProviderChoice> chain) {
    Map<String, ProviderStatus> stands =
        chain.stream()
            .map(ProviderChoice::stand)
            .collect(Collectors.toMap(ProviderStatus::id, Function.identity()));
    // One that was added between the two readings has no state yet.
    var known = listed.stream().filter(each -> stands.containsKey(each.id())).toList();
    var ids = known.stream().map(ListedProvider::id).toList();
    var lines = new ArrayList<ProviderLine>();
    for (var index = 0; index < ids.size(); index++) {
      lines.add(
          new ProviderLine(
              known.get(index),
              stands.get(ids.get(index)),
              swapped(ids, index - 1),
              swapped(ids, index)));
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

  /** The request fields that are left out, one per line. */
  public String unknownFields() {
    return String.join("\n", provider.unknownFields());
  }
}
