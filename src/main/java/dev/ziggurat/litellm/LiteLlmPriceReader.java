package dev.ziggurat.litellm;

import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Reads LiteLLM's prices, US dollars per token, which stand beside the call's parameters or among
 * the facts of the model.
 */
final class LiteLlmPriceReader {

  private static final int TO_A_MILLION = 6;

  /** A pico-dollar per token. */
  private static final int DECIMALS = 12;

  private static final BigDecimal DEAREST =
      BigDecimal.valueOf(TokenPrices.MAX_PICO_DOLLARS_PER_TOKEN, DECIMALS);

  /** Digits behind the point that an error may show. */
  private static final int WRITTEN = 40;

  private final ConfigSection params;
  private final ConfigSection info;

  private LiteLlmPriceReader(ConfigSection params, ConfigSection info) {
    this.params = params;
    this.info = info;
  }

  static StatedPrice read(ConfigSection params, ConfigSection info) {
    var reader = new LiteLlmPriceReader(params, info);
    return new StatedPrice(
        reader.perMillion("input_cost_per_token"),
        reader.perMillion("cache_read_input_token_cost"),
        reader.perMillion("cache_creation_input_token_cost"),
        reader.perMillion("output_cost_per_token"));
  }

  private Optional<BigDecimal> perMillion(String field) {
    var beside = perMillion(params, field);
    var among = perMillion(info, field);
    if (beside.isPresent() && among.isPresent() && beside.get().compareTo(among.get()) != 0) {
      params.wrong(field, "contradicts model_info." + field + ": leave one of them out");
    }
    return beside.or(() -> among);
  }

  private static Optional<BigDecimal> perMillion(ConfigSection section, String field) {
    var stated = section.number(field);
    var fault = stated.flatMap(LiteLlmPriceReader::fault);
    fault.ifPresent(what -> section.wrong(field, what));
    return fault.isPresent() ? Optional.empty() : stated.map(LiteLlmPriceReader::perMillion);
  }

  /** Without an exponent, as people write prices. */
  private static BigDecimal perMillion(BigDecimal perToken) {
    var exact = perToken.movePointRight(TO_A_MILLION).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** Numbers that lie beyond all sense are not written out: they may have a billion digits. */
  private static Optional<String> fault(BigDecimal perToken) {
    if (perToken.signum() < 0) {
      return Optional.of("must not be negative");
    }
    if (perToken.compareTo(DEAREST) > 0) {
      return Optional.of(
          "is more than 1000 dollars per million tokens%s: LiteLLM counts dollars per token, such as 1.5e-07"
              .formatted(
                  perToken.compareTo(BigDecimal.TEN) > 0
                      ? ""
                      : ", namely " + perToken.movePointRight(TO_A_MILLION).toPlainString()));
    }
    if (perToken.stripTrailingZeros().scale() <= DECIMALS) {
      return Optional.empty();
    }
    return Optional.of(
        "is finer than a millionth of a dollar per million tokens%s"
            .formatted(
                perToken.scale() > WRITTEN
                    ? ""
                    : ": write " + perToken.setScale(DECIMALS, RoundingMode.HALF_EVEN)));
  }
}
