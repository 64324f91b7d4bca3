package dev.ziggurat.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ziggurat.llm.Provider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model as one provider serves it, in its JSON form: in the shipped file, in the database and in
 * the API. Fields may be null; {@link CatalogueReader} checks them.
 *
 * @param provider a provider's id
 * @param aliases further names that the provider accepts for the same model
 * @param localNames further names for callers of Ziggurat only, replaced by the id before a request
 *     is sent; absent when there are none
 * @param contextTokens absent when unknown
 * @param maxOutputTokens absent when unknown
 * @param can names of capabilities
 * @param released the day of the model's release, as {@code 2024-07-18}; absent when unknown
 * @param shutDown the first day on which it is no longer available, as {@code 2026-08-16}
 * @param successor an id of the same provider
 * @param prices absent when unknown
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelEntry(
    String provider,
    String id,
    List<String> aliases,
    List<String> localNames,
    Integer contextTokens,
    Integer maxOutputTokens,
    List<String> can,
    String released,
    String shutDown,
    String successor,
    List<Price> prices) {

  /**
   * US dollars per million tokens.
   *
   * @param tier the service tier, as the provider reports it; absent for the default one
   * @param from the first day the price is valid; absent for a price without a start date
   * @param abovePromptTokens valid for prompts longer than this; absent for all
   * @param cached default: {@code input}
   * @param cacheWrite default: {@code input}
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Price(
      String tier,
      String from,
      Long abovePromptTokens,
      BigDecimal input,
      BigDecimal cached,
      BigDecimal cacheWrite,
      BigDecimal output) {}

  /** A model of which only the name is known. */
  public static ModelEntry unknown(Provider provider, String id) {
    return new ModelEntry(
        provider.id(), id, List.of(), null, null, null, List.of(), null, null, null, List.of());
  }

  /**
   * The same model with other local names and prices.
   *
   * @param localNames may be empty
   */
  public ModelEntry with(List<String> localNames, List<Price> prices) {
    return new ModelEntry(
        provider,
        id,
        aliases,
        localNames.isEmpty() ? null : localNames,
        contextTokens,
        maxOutputTokens,
        can,
        released,
        shutDown,
        successor,
        prices);
  }

  /** All names of the model, its id first. */
  public Stream<String> names() {
    return Stream.of(List.of(id), orEmpty(aliases), orEmpty(localNames)).flatMap(List::stream);
  }

  private static List<String> orEmpty(List<String> names) {
    return names == null ? List.of() : names;
  }

  boolean isNamed(String provider, String id) {
    return provider.equals(this.provider) && id.equals(this.id);
  }
}
