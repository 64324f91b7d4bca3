package dev.ziggurat.models.prices;

import dev.ziggurat.catalogue.ModelEntry.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Prices in US dollars per million tokens.
 *
 * @param cached a prompt token read from the cache
 * @param cacheWrite a prompt token written to the cache
 */
@RegisterForReflection
@Schema(name = "PriceRow")
public record PriceRow(
    BigDecimal input, BigDecimal cached, BigDecimal cacheWrite, BigDecimal output) {

  /** The most that the bound of a row can be, in tokens of the prompt. */
  static final long MAX_PROMPT_TOKENS = 100_000_000;

  /** For which calls of a model a row is: those of a tier, with prompts longer than a bound. */
  record Key(Optional<String> tier, Optional<Long> abovePromptTokens) {

    static Key of(Price price) {
      return new Key(
          Optional.ofNullable(price.tier()), Optional.ofNullable(price.abovePromptTokens()));
    }
  }

  static PriceRow of(Price price) {
    return new PriceRow(
        price.input(),
        Objects.requireNonNullElse(price.cached(), price.input()),
        Objects.requireNonNullElse(price.cacheWrite(), price.input()),
        price.output());
  }

  /** Whether all amounts are the same, however they are written. */
  boolean isSameAs(PriceRow other) {
    return input.compareTo(other.input) == 0
        && cached.compareTo(other.cached) == 0
        && cacheWrite.compareTo(other.cacheWrite) == 0
        && output.compareTo(other.output) == 0;
  }

  /** The row of a catalogue entry; what equals the price of the prompt is left out. */
  Price from(Key key, LocalDate day) {
    return new Price(
        key.tier().orElse(null),
        day.toString(),
        key.abovePromptTokens().orElse(null),
        input,
        cached.compareTo(input) == 0 ? null : cached,
        cacheWrite.compareTo(input) == 0 ? null : cacheWrite,
        output);
  }
}
