package dev.ziggurat.money;

import java.math.BigDecimal;

/**
 * Prices of a model's tokens, in pico-dollars (millionths of a micro-dollar) per token: one US
 * dollar per million tokens is 1,000,000 pico-dollars per token.
 *
 * @param input a prompt token that is neither read from nor written to the provider's cache
 * @param cached a prompt token read from the cache
 * @param cacheWrite a prompt token written to the cache
 * @param output a generated token, reasoning included
 */
public record TokenPrices(long input, long cached, long cacheWrite, long output) {

  /** The highest accepted price: 1,000 US dollars per million tokens. */
  public static final long MAX_PICO_DOLLARS_PER_TOKEN = 1_000_000_000L;

  /** A million dollars for one call. */
  public static final NanoDollars MAX_WORST_CASE = new NanoDollars(1_000_000_000_000_000L);

  private static final BigDecimal PICO_PER_DOLLAR_PER_MILLION = BigDecimal.valueOf(1_000_000);
  private static final long PICO_PER_NANO = 1_000;

  public TokenPrices {
    check("input", input);
    check("cached", cached);
    check("cacheWrite", cacheWrite);
    check("output", output);
  }

  private static void check(String field, long price) {
    if (price < 0 || price > MAX_PICO_DOLLARS_PER_TOKEN) {
      throw new IllegalArgumentException(
          field
              + ": a price must lie between 0 and 1,000 US dollars per million tokens, not "
              + BigDecimal.valueOf(price).divide(PICO_PER_DOLLAR_PER_MILLION));
    }
  }

  /**
   * The pico-dollars per token of a price in US dollars per million tokens.
   *
   * @throws ArithmeticException if the price is finer than a pico-dollar per token
   */
  public static long picoDollarsPerToken(BigDecimal dollarsPerMillion) {
    return dollarsPerMillion.multiply(PICO_PER_DOLLAR_PER_MILLION).longValueExact();
  }

  /** The cost of a call, rounded up once to whole nano-dollars. */
  public NanoDollars cost(
      long plainInputTokens, long cachedTokens, long cacheWriteTokens, long outputTokens) {
    var pico =
        Math.addExact(
            Math.addExact(
                Math.multiplyExact(plainInputTokens, input),
                Math.multiplyExact(cachedTokens, cached)),
            Math.addExact(
                Math.multiplyExact(cacheWriteTokens, cacheWrite),
                Math.multiplyExact(outputTokens, output)));
    return new NanoDollars(Math.ceilDiv(pico, PICO_PER_NANO));
  }

  /**
   * The most that so many tokens can cost, wherever the prompt comes from: each prompt token at the
   * highest of its prices. At most {@link #MAX_WORST_CASE}.
   */
  public NanoDollars worstCase(long inputTokens, long outputTokens) {
    var dearest = Math.max(input, Math.max(cached, cacheWrite));
    try {
      var cost =
          new TokenPrices(dearest, dearest, dearest, output).cost(inputTokens, 0, 0, outputTokens);
      return cost.value() < MAX_WORST_CASE.value() ? cost : MAX_WORST_CASE;
    } catch (ArithmeticException overflow) {
      return MAX_WORST_CASE;
    }
  }
}
