package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import java.util.List;
import java.util.Optional;

/**
 * What an entry states of a model.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param name what programs call it; empty where only the model itself is named
 * @param notes what the caller is to know about this entry
 */
record StatedModel(
    String place,
    Optional<String> name,
    ServingProvider served,
    Optional<Integer> contextTokens,
    Optional<Integer> maxOutputTokens,
    List<Capability> can,
    StatedPrice price,
    List<String> notes) {

  Provider provider() {
    return served.provider();
  }

  /** What the provider calls a model that the catalogue does not know. */
  String model() {
    return served.models().getLast();
  }

  /** Whether it stands for all models of a provider. */
  boolean isWildcard() {
    return model().contains("*");
  }

  /** The model as a new one, without names and prices. */
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
        List.of());
  }
}
