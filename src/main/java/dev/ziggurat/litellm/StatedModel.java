package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import java.util.List;
import java.util.Optional;

/**
 * The content of a valid entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param name the name that client programs use; empty for entries without {@code model_name}
 * @param notes hints for the caller
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
        List.of());
  }
}
