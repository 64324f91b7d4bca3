package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ServiceTier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a valid entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param name the name that client programs use; empty for entries without {@code model_name}
 * @param prices by service tier; the default tier is always there, and comes first
 * @param notes hints for the caller
 */
record StatedModel(
    String place,
    Optional<String> name,
    ServingProvider served,
    Optional<Integer> contextTokens,
    Optional<Integer> maxOutputTokens,
    List<Capability> can,
    Map<ServiceTier, StatedPrice> prices,
    List<String> notes) {

  /** The price of the default tier; may be empty. */
  StatedPrice price() {
    return prices.get(ServiceTier.DEFAULT);
  }

  /** Whether two entries for the same model have compatible prices. */
  boolean agreesWith(StatedModel other) {
    return prices.entrySet().stream()
        .allMatch(
            price ->
                Optional.ofNullable(other.prices.get(price.getKey()))
                    .map(price.getValue()::agreesWith)
                    .orElse(true));
  }

  Provider provider() {
    return served.provider();
  }

  /** The id at the provider, if the model is not in the catalogue. */
  String model() {
    return served.models().getLast();
  }

  /** Whether the entry is for all models of a provider. */
  boolean isWildcard() {
    return model().contains("*");
  }

  /** A new catalogue entry for the model, without names and prices. */
  ModelEntry registered() {
    return new ModelEntry(
        provider().id(),
        model(),
        List.of(),
        null,
        contextTokens.orElse(null),
        maxOutputTokens.orElse(null),
        can.stream().map(Capability::name).toList(),
        null,
        null,
        null,
        List.of());
  }
}
