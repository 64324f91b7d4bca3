package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.util.Optional;

/** An entry of a price list is wrong. */
final class InvalidPrice extends Exception {

  private static final long serialVersionUID = 1L;

  private static final BigDecimal MAX = BigDecimal.valueOf(1_000);
  private static final int MAX_SCALE = 30;
  private static final int MAX_SHOWN = 60;

  InvalidPrice(String field, String fault) {
    this(field + ": " + fault);
  }

  /** The whole entry is wrong. */
  InvalidPrice(String fault) {
    super(fault, null, false, false);
  }

  /**
   * Reads a text; empty if there is none, or null.
   *
   * @throws InvalidPrice if it is something else
   */
  static Optional<String> text(String field, JsonNode value) throws InvalidPrice {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidPrice(field, "must be a text, not " + shown(value));
    }
    return Optional.of(value.textValue());
  }

  /**
   * Reads a number.
   *
   * @throws InvalidPrice if it is none, or is beyond all that are
   */
  static BigDecimal number(String field, JsonNode value) throws InvalidPrice {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new InvalidPrice(field, "must be a number of US dollars, not " + shown(value));
    }
    return value.decimalValue();
  }

  /**
   * Checks US dollars per million tokens.
   *
   * @throws InvalidPrice if they are no price that can be billed exactly
   */
  static BigDecimal checked(String field, BigDecimal perMillion) throws InvalidPrice {
    // The length of a number with a huge exponent is not computed.
    if (Math.abs(perMillion.scale()) <= MAX_SCALE
        && perMillion.signum() >= 0
        && perMillion.compareTo(MAX) <= 0) {
      try {
        TokenPrices.picoDollarsPerToken(perMillion);
        var plain = perMillion.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
      } catch (ArithmeticException tooFine) {
        // Refused below.
      }
    }
    throw new InvalidPrice(
        field,
        "%s US dollars per million tokens is no price: use 0 to 1000 with at most 6 decimals"
            .formatted(shown(perMillion.toString())));
  }

  /** What is shown of a value in a price list. */
  static String shown(JsonNode value) {
    return shown(value.toString());
  }

  /** What is shown of something in a price list. */
  static String shown(String text) {
    return text.substring(0, Math.min(text.length(), MAX_SHOWN));
  }
}
