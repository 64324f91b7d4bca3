package dev.ziggurat.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TokenPricesTest {

  private static final long MOST = TokenPrices.MAX_PICO_DOLLARS_PER_TOKEN;

  @Property
  void costsWhatExactArithmeticSaysRoundedUpOnce(
      @ForAll @LongRange(max = MOST) long input,
      @ForAll @LongRange(max = MOST) long output,
      @ForAll @LongRange(max = 2_000_000) long inputTokens,
      @ForAll @LongRange(max = 2_000_000) long cachedTokens,
      @ForAll @LongRange(max = 200_000) long outputTokens) {
    var prices = new TokenPrices(input, input / 10, input / 2, output);
    var pico =
        BigInteger.valueOf(input)
            .multiply(BigInteger.valueOf(inputTokens))
            .add(BigInteger.valueOf(input / 10).multiply(BigInteger.valueOf(cachedTokens)))
            .add(BigInteger.valueOf(output).multiply(BigInteger.valueOf(outputTokens)));
    var nano = new BigDecimal(pico).divide(BigDecimal.valueOf(1_000), 0, RoundingMode.CEILING);
    assertThat(prices.cost(inputTokens, cachedTokens, 0, outputTokens).value())
        .isEqualTo(nano.longValueExact());
  }

  @Test
  void aDollarPerMillionIsAMillionPicoDollarsPerToken() {
    assertThat(TokenPrices.picoDollarsPerToken(new BigDecimal("1"))).isEqualTo(1_000_000);
    assertThat(TokenPrices.picoDollarsPerToken(new BigDecimal("0.0375"))).isEqualTo(37_500);
  }

  @Test
  void refusesPricesNobodyAsks() {
    assertThatThrownBy(() -> new TokenPrices(0, 0, 0, MOST + 1))
        .hasMessageStartingWith("output: a price must lie between 0 and 1,000");
    assertThatThrownBy(() -> new TokenPrices(-1, 0, 0, 0)).hasMessageStartingWith("input");
  }

  @Test
  void aCostIsNeverShownAsNothing() {
    assertThat(new NanoDollars(1).microDollars()).isEqualTo(1);
    assertThat(NanoDollars.ZERO.microDollars()).isZero();
  }
}
