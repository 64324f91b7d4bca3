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

/** All known providers in the order of the chain. Immutable. */
public final class Providers {

  /** The default position of all providers that are not built in. */
  private static final int NOT_BUILT_IN_POSITION = BuiltInProviders.ALL.size();

  private static final Providers BUILT_IN = new Providers(BuiltInProviders.ALL);

  private final Map<Provider, ProviderDefinition> definitions = new LinkedHashMap<>();
  private final List<Provider> order;
  private final int leading;

  /**
   * Creates the list in this order.
   *
   * @throws IllegalArgumentException when two definitions have the same id
   */
  public Providers(Collection<ProviderDefinition> inOrder) {
    for (var definition : inOrder) {
      if (definitions.put(definition.provider(), definition) != null) {
        throw new IllegalArgumentException("two providers have the id " + definition.id());
      }
    }
    this.order = List.copyOf(definitions.keySet());
    this.leading = countLeading(order);
  }

  /** The four built-in providers: wandb, groq, claude, openai. */
  public static Providers builtIn() {
    return BUILT_IN;
  }

  /** Request fields that only one of the four built-in providers accepts. */
  public static Set<String> vendorSpecificFields() {
    return BuiltInProviders.VENDOR_SPECIFIC;
  }

  /** The definitions, in the order of the chain. */
  public List<ProviderDefinition> definitions() {
    return List.copyOf(definitions.values());
  }

  /** The providers, in the order of the chain. */
  public List<Provider> inOrder() {
    return order;
  }

  /** The ids, in the order of the chain. */
  public List<String> ids() {
    return definitions.keySet().stream().map(Provider::id).toList();
  }

  /** The definition of a provider; empty if it is unknown or was removed. */
  public Optional<ProviderDefinition> find(Provider provider) {
    return Optional.ofNullable(definitions.get(provider));
  }

  /**
   * The definition of a provider.
   *
   * @throws IllegalArgumentException if it is unknown or was removed
   */
  public ProviderDefinition get(Provider provider) {
    return find(provider)
        .orElseThrow(() -> new IllegalArgumentException("there is no provider " + provider.id()));
  }

  /** The provider with this id, if it is known. */
  public Optional<Provider> byId(String id) {
    return Optional.of(new Provider(id)).filter(definitions::containsKey);
  }

  /** The provider with this id or vendor name. */
  public Optional<Provider> byIdOrVendor(String name) {
    return byId(name)
        .or(
            () ->
                definitions.values().stream()
                    .filter(definition -> definition.vendor().equals(name))
                    .map(ProviderDefinition::provider)
                    .findFirst());
  }

  /** Maps each provider to a value, in the order of the chain. */
  public <T> Map<Provider, T> each(Function<Provider, T> function) {
    var each = new LinkedHashMap<Provider, T>();
    definitions.keySet().forEach(provider -> each.put(provider, function.apply(provider)));
    return Collections.unmodifiableMap(each);
  }

  /** The providers before this one in the chain; all if it is unknown. */
  public List<Provider> before(Provider provider) {
    return order.stream().takeWhile(each -> !each.equals(provider)).toList();
  }

  /** The providers after this one in the chain. */
  public List<Provider> after(Provider provider) {
    return order.stream().dropWhile(each -> !each.equals(provider)).skip(1).toList();
  }

  /** The same providers in another order: first the given ones that are known, then the others. */
  public Providers inOrder(List<Provider> first) {
    return new Providers(
        Stream.concat(first.stream(), definitions.keySet().stream())
            .distinct()
            .flatMap(provider -> find(provider).stream())
            .toList());
  }

  /**
   * These providers and further ones after them; a definition whose id is already known is ignored.
   */
  public Providers and(Collection<ProviderDefinition> further) {
    var all = new ArrayList<>(definitions.values());
    further.stream()
        .filter(definition -> !definitions.containsKey(definition.provider()))
        .forEach(all::add);
    return new Providers(all);
  }

  /**
   * The providers that are asked before the annotated steps of the chain: everything before the
   * longest tail of the order in which the built-in providers are in default order and all others
   * follow them.
   */
  public List<Provider> leading() {
    return order.subList(0, leading);
  }

  /** The added providers after {@link #leading()}; they are asked after the built-in ones. */
  public List<Provider> trailing() {
    return order.subList(leading, order.size()).stream()
        .filter(provider -> defaultPosition(provider) == NOT_BUILT_IN_POSITION)
        .toList();
  }

  private static int countLeading(List<Provider> order) {
    var position = order.size();
    var next = NOT_BUILT_IN_POSITION;
    while (position > 0 && defaultPosition(order.get(position - 1)) <= next) {
      position--;
      next = defaultPosition(order.get(position));
    }
    return position;
  }

  /** The position in the default order, from 0; all that are not built in share the last one. */
  private static int defaultPosition(Provider provider) {
    for (var position = 0; position < BuiltInProviders.ALL.size(); position++) {
      if (BuiltInProviders.ALL.get(position).provider().equals(provider)) {
        return position;
      }
    }
    return NOT_BUILT_IN_POSITION;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Providers providers
        && order.equals(providers.order)
        && definitions.equals(providers.definitions);
  }

  @Override
  public int hashCode() {
    return definitions.hashCode();
  }

  @Override
  public String toString() {
    return definitions.keySet().stream().map(Provider::id).collect(Collectors.joining(", "));
  }
}
