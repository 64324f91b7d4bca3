package dev.ziggurat.llm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The providers there are, in the order in which the chain tries them. Never changes. */
public final class Providers {

  /** The usual place of all that are not built in. */
  private static final int OTHERS = BuiltInProviders.ALL.size();

  private static final Providers BUILT_IN = new Providers(BuiltInProviders.ALL);

  private final Map<Provider, ProviderDefinition> definitions = new LinkedHashMap<>();
  private final List<Provider> order;
  private final int leading;

  /**
   * Those, in this order.
   *
   * @throws IllegalArgumentException when two have one id
   */
  public Providers(Collection<ProviderDefinition> inOrder) {
    for (var definition : inOrder) {
      if (definitions.put(definition.provider(), definition) != null) {
        throw new IllegalArgumentException("two providers are called " + definition.id());
      }
    }
    this.order = List.copyOf(definitions.keySet());
    this.leading = countLeading(order);
  }

  /** The four that Ziggurat knows by itself: wandb, groq, claude, openai. */
  public static Providers builtIn() {
    return BUILT_IN;
  }

  /** Fields of a request that only one of the four knows. */
  public static Set<String> fieldsOfOneVendor() {
    return BuiltInProviders.OF_ONE_VENDOR;
  }

  /** What they are, in the order of the chain. */
  public List<ProviderDefinition> definitions() {
    return List.copyOf(definitions.values());
  }

  /** In the order of the chain. */
  public List<Provider> inOrder() {
    return order;
  }

  /** Their ids in the order of the chain. */
  public List<String> ids() {
    return definitions.keySet().stream().map(Provider::id).toList();
  }

  /** What a provider is; empty if there is no such one, or no more. */
  public Optional<ProviderDefinition> find(Provider provider) {
    return Optional.ofNullable(definitions.get(provider));
  }

  /**
   * What a provider is.
   *
   * @throws IllegalArgumentException if there is no such one, or no more
   */
  public ProviderDefinition get(Provider provider) {
    return find(provider)
        .orElseThrow(() -> new IllegalArgumentException("there is no provider " + provider.id()));
  }

  /** The provider of this id, if there is one. */
  public Optional<Provider> byId(String id) {
    return Optional.of(new Provider(id)).filter(definitions::containsKey);
  }

  /** The provider that goes by this name, here or elsewhere. */
  public Optional<Provider> called(String name) {
    return byId(name)
        .or(
            () ->
                definitions.values().stream()
                    .filter(definition -> definition.vendor().equals(name))
                    .map(ProviderDefinition::provider)
                    .findFirst());
  }

  /** Something of each, in the order of the chain. */
  public <T> Map<Provider, T> each(Function<Provider, T> function) {
    var each = new LinkedHashMap<Provider, T>();
    definitions.keySet().forEach(provider -> each.put(provider, function.apply(provider)));
    return Collections.unmodifiableMap(each);
  }

  /** Those that the chain tries before this one; all if it is none of them. */
  public List<Provider> before(Provider provider) {
    return order.stream().takeWhile(each -> !each.equals(provider)).toList();
  }

  /** Those that the chain tries after this one. */
  public List<Provider> after(Provider provider) {
    return order.stream().dropWhile(each -> !each.equals(provider)).skip(1).toList();
  }

  /** The same in another order: first those named, as far as there are such, then the others. */
  public Providers inOrder(List<Provider> first) {
    return new Providers(
        Stream.concat(first.stream(), definitions.keySet().stream())
            .distinct()
            .flatMap(provider -> find(provider).stream())
            .toList());
  }

  /** These and further ones behind them; of one that is known, what it was stays. */
  public Providers and(Collection<ProviderDefinition> further) {
    var all = new ArrayList<>(definitions.values());
    further.stream()
        .filter(definition -> !definitions.containsKey(definition.provider()))
        .forEach(all::add);
    return new Providers(all);
  }

  /**
   * Those before the place from which on the rest is in the usual order: of the four those that are
   * left as they are usually tried, then the others.
   */
  public List<Provider> leading() {
    return order.subList(0, leading);
  }

  /** Those behind the four and behind {@link #leading()}, none of which is built in. */
  public List<Provider> trailing() {
    return order.subList(leading, order.size()).stream()
        .filter(provider -> usualPlace(provider) == OTHERS)
        .toList();
  }

  private static int countLeading(List<Provider> order) {
    var place = order.size();
    var behind = OTHERS;
    while (place > 0 && usualPlace(order.get(place - 1)) <= behind) {
      place--;
      behind = usualPlace(order.get(place));
    }
    return place;
  }

  /** From 0; those that are not built in come last. */
  private static int usualPlace(Provider provider) {
    for (var place = 0; place < BuiltInProviders.ALL.size(); place++) {
      if (BuiltInProviders.ALL.get(place).provider().equals(provider)) {
        return place;
      }
    }
    return OTHERS;
  }

  @Override
  public String toString() {
    return definitions.keySet().stream().map(Provider::id).collect(Collectors.joining(", "));
  }
}
