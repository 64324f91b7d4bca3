package dev.ziggurat.models;

import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.openai.ServedModels.Served;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that a provider's server says it serves.
 *
 * @param contextTokens its context window; null if the server does not tell it
 * @param known whether it is in the catalogue
 */
public record ServedModel(
    String provider, String id, Optional<Integer> contextTokens, boolean known) {

  private static final Price ZERO =
      new Price(null, null, null, BigDecimal.ZERO, null, null, BigDecimal.ZERO);

  /** What guided decoding gives every model. */
  private static final List<String> CAPABILITIES =
      Stream.of(Capability.JSON_SCHEMA, Capability.JSON_OBJECT, Capability.TEMPERATURE)
          .map(Capability::name)
          .toList();

  static ServedModel of(Provider provider, Served served, boolean known) {
    return new ServedModel(provider.id(), served.id(), served.contextTokens(), known);
  }

  /**
   * The entry of the catalogue.
   *
   * @param free whether it costs nothing; otherwise its price is unknown
   */
  ModelEntry entry(boolean free) {
    return new ModelEntry(
        provider,
        id,
        List.of(),
        null,
        contextTokens.orElse(null),
        null,
        CAPABILITIES,
        null,
        null,
        null,
        free ? List.of(ZERO) : List.of());
  }
}
