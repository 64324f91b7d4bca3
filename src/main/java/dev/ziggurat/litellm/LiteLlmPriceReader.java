package dev.ziggurat.litellm;

import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads LiteLLM's prices, in US dollars per token, from {@code litellm_params} or {@code
 * model_info}.
 */
final class LiteLlmPriceReader {

  private static final String INPUT = "input_cost_per_token";
  private static final String OUTPUT = "output_cost_per_token";

  /** How the fields of each tier end; the default tier comes first. */
  private static final Map<ServiceTier, String> SUFFIXES = suffixes();

  private static final int MILLION_DIGITS = 6;

  /** Prices are stored in pico-dollars per token. */
  private static final int DECIMALS = 12;

  private static final BigDecimal MAX_PRICE =
      BigDecimal.valueOf(TokenPrices.MAX_PICO_DOLLARS_PER_TOKEN, DECIMALS);

  /** The maximum number of decimals that an error message shows. */
  private static final int MAX_PRINTED = 40;

  private final ConfigSection params;
  private final ConfigSection info;

  private LiteLlmPriceReader(ConfigSection params, ConfigSection info) {
    this.params = params;
    this.info = info;
  }

  /** The stated prices: that of the default tier, and those of other tiers that state one. */
  static Map<ServiceTier, StatedPrice> read(ConfigSection params, ConfigSection info) {
    var reader = new LiteLlmPriceReader(params, info);
    var prices = new LinkedHashMap<ServiceTier, StatedPrice>();
    SUFFIXES.forEach(
        (tier, suffix) -> {
          var price = reader.price(suffix);
          if (tier.isDefault() || !price.isEmpty()) {
            prices.put(tier, price);
          }
        });
    return prices;
  }

  private StatedPrice price(String suffix) {
    var input = perMillion(INPUT + suffix);
    var output = perMillion(OUTPUT + suffix);
    return new StatedPrice(
        input,
        perMillion("cache_read_input_token_cost" + suffix),
        perMillion("cache_creation_input_token_cost" + suffix),
        // A model that returns vectors generates no tokens.
        embeds() && input.isPresent() ? output.or(() -> Optional.of(BigDecimal.ZERO)) : output);
  }

  private boolean embeds() {
    return info.text("mode").filter(CapabilityReader.EMBEDDING::equals).isPresent();
  }

  /** The field with the price of prompt tokens. */
  static String inputField(ServiceTier tier) {
    return INPUT + SUFFIXES.get(tier);
  }

  /** The field with the price of generated tokens. */
  static String outputField(ServiceTier tier) {
    return OUTPUT + SUFFIXES.get(tier);
  }

  private static Map<ServiceTier, String> suffixes() {
    var suffixes = new LinkedHashMap<ServiceTier, String>();
    suffixes.put(ServiceTier.DEFAULT, "");
    suffixes.put(ServiceTier.FLEX, "_flex");
    suffixes.put(new ServiceTier("priority"), "_priority");
    suffixes.put(ServiceTier.BATCH, "_batches");
    return suffixes;
  }

  private Optional<BigDecimal> perMillion(String field) {
    var inParams = perMillion(params, field);
    var inInfo = perMillion(info, field);
    if (inParams.isPresent() && inInfo.isPresent() && inParams.get().compareTo(inInfo.get()) != 0) {
      params.problem(field, "contradicts model_info." + field + ": leave one of them out");
    }
    return inParams.or(() -> inInfo);
  }

  private static Optional<BigDecimal> perMillion(ConfigSection section, String field) {
    var stated = section.number(field);
    var fault = stated.flatMap(LiteLlmPriceReader::fault);
    fault.ifPresent(message -> section.problem(field, message));
    return fault.isPresent() ? Optional.empty() : stated.map(LiteLlmPriceReader::perMillion);
  }

  /** Converts to dollars per million tokens, without an exponent. */
  private static BigDecimal perMillion(BigDecimal perToken) {
    var exact = perToken.movePointRight(MILLION_DIGITS).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** Extreme numbers are not printed, because they may have a billion digits. */
  private static Optional<String> fault(BigDecimal perToken) {
    if (perToken.signum() < 0) {
      return Optional.of("must not be negative");
    }
    if (perToken.compareTo(MAX_PRICE) > 0) {
      return Optional.of(
          "is more than 1000 dollars per million tokens%s: the unit is dollars per token, such as 1.5e-07"
              .formatted(
                  perToken.compareTo(BigDecimal.TEN) > 0
                      ? ""
                      : ", namely " + perToken.movePointRight(MILLION_DIGITS).toPlainString()));
    }
    if (perToken.stripTrailingZeros().scale() <= DECIMALS) {
      return Optional.empty();
    }
    return Optional.of(
        "has more decimals than a millionth of a dollar per million tokens%s"
            .formatted(
                perToken.scale() > MAX_PRINTED
                    ? ""
                    : ": write " + perToken.setScale(DECIMALS, RoundingMode.HALF_EVEN)));
  }
}
