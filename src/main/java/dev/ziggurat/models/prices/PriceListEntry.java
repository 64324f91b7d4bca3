package dev.ziggurat.models.prices;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A model of a price list.
 *
 * @param provider a provider's id
 * @param name the model's id, or another of its names
 * @param rows what is stated, by tier and length of the prompt
 * @param whole whether what is not stated is not there; else it stays as it is
 */
record PriceListEntry(String provider, String name, Map<PriceRow.Key, Stated> rows, boolean whole) {

  /** A price of which parts may be missing, in US dollars per million tokens. */
  record Stated(
      Optional<BigDecimal> input,
      Optional<BigDecimal> cached,
      Optional<BigDecimal> cacheWrite,
      Optional<BigDecimal> output) {}
}
