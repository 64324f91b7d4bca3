package dev.ziggurat.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ziggurat.llm.Provider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;

/**
 * A model as one provider serves it, as it is written: in the shipped file, in the table of changes
 * and in the API. Fields may be null; {@link CatalogueReader} checks them.
 *
 * @param provider a provider's id
 * @param aliases further names of the same model
 * @param contextTokens absent when unknown
 * @param maxOutputTokens absent when unknown
 * @param can names of capabilities
 * @param shutDown the first day on which it no longer answers, as {@code 2026-08-16}
 * @param successor an id of the same provider
 * @param prices absent when unknown
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelEntry(
    String provider,
    String id,
    List<String> aliases,
    Integer contextTokens,
    Integer maxOutputTokens,
    List<String> can,
    String shutDown,
    String successor,
    List<Price> prices) {

  /**
   * US dollars per million tokens.
   *
   * @param from the first day; absent for as long as the model exists
   * @param abovePromptTokens holds for prompts longer than this; absent for all
   * @param cached absent: like {@code input}
   * @param cacheWrite absent: like {@code input}
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Price(
      String from,
      Long abovePromptTokens,
      BigDecimal input,
      BigDecimal cached,
      BigDecimal cacheWrite,
      BigDecimal output) {}

  /** A model of which nothing is known but its name. */
  public static ModelEntry unknown(Provider provider, String id) {
    return new ModelEntry(
        provider.id(), id, List.of(), null, null, List.of(), null, null, List.of());
  }

  boolean isNamed(String provider, String id) {
    return provider.equals(this.provider) && id.equals(this.id);
  }
}
