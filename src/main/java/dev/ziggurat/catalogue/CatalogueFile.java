package dev.ziggurat.catalogue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The catalogue as it is written.
 *
 * @param defaults a model's name by provider id
 */
@RegisterForReflection
record CatalogueFile(Map<String, String> defaults, List<Entry> models) {

  /**
   * A model as one provider serves it.
   *
   * @param aliases further names of the same model
   * @param contextTokens absent when unknown
   * @param maxOutputTokens absent when unknown
   * @param can names of capabilities
   * @param shutDown the first day on which it no longer answers, as {@code 2026-08-16}
   * @param successor an id of the same provider
   * @param prices absent when unknown
   */
  @RegisterForReflection
  record Entry(
      String provider,
      String id,
      List<String> aliases,
      Integer contextTokens,
      Integer maxOutputTokens,
      List<String> can,
      String shutDown,
      String successor,
      List<Price> prices) {}

  /**
   * US dollars per million tokens.
   *
   * @param from the first day; absent for as long as the model exists
   * @param abovePromptTokens holds for prompts longer than this; absent for all
   * @param cached absent: like {@code input}
   * @param cacheWrite absent: like {@code input}
   */
  @RegisterForReflection
  record Price(
      String from,
      Long abovePromptTokens,
      BigDecimal input,
      BigDecimal cached,
      BigDecimal cacheWrite,
      BigDecimal output) {}
}
