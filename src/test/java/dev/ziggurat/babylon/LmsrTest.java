package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LmsrTest {

  private static final MathContext EXACT = new MathContext(40);

  @Property
  void whatATraderGetsIsLessThanExactByAtMostThreeUnits(
      @ForAll @LongRange(min = 1_000_000, max = 1_000_000_000_000L) long liquidity,
      @ForAll @IntRange(min = -10_000, max = 10_000) int thousandths,
      @ForAll @IntRange(min = 1, max = 1_000_000) int millionths) {
    var prices = new Lmsr(liquidity);
    long own = Math.max(0, thousandths * liquidity / 1_000);
    long other = Math.max(0, -thousandths * liquidity / 1_000);
    long spent = millionths * liquidity / 1_000_000;

    long shares = prices.sharesFor(spent, own, other);
    if (shares > 0) {
      assertThat(cost(liquidity, own + shares, other).subtract(cost(liquidity, own, other)))
          .isLessThanOrEqualTo(BigDecimal.valueOf(spent));
      assertThat(cost(liquidity, own + shares + 3, other).subtract(cost(liquidity, own, other)))
          .isGreaterThan(BigDecimal.valueOf(spent));
    }

    long fetched = prices.pointsFor(spent, own, other);
    var exact = cost(liquidity, own, other).subtract(cost(liquidity, own - spent, other));
    assertThat(BigDecimal.valueOf(fetched)).isLessThanOrEqualTo(exact);
    assertThat(BigDecimal.valueOf(fetched + 3)).isGreaterThan(exact);
  }

  @Property
  void thePricesOfBothSidesAddUpToOne(
      @ForAll @LongRange(min = 0, max = 2_000_000_000L) long yes,
      @ForAll @LongRange(min = 0, max = 2_000_000_000L) long no) {
    var prices = new Lmsr(200_000_000);
    assertThat(prices.price(yes, no) + prices.price(no, yes)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theHouseFundsTheMostItCanLose() {
    assertThat(new Lmsr(100_000_000).funding()).isBetween(69_314_719L, 69_320_000L);
  }

  @Test
  void anAbsurdLiquidityIsRejected() {
    assertThatThrownBy(() -> new Lmsr(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("liquidity");
    assertThatThrownBy(() -> new Lmsr(Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
  }

  /** {@code b ln(e^(y/b) + e^(n/b))} to forty digits, by series of its own. */
  private static BigDecimal cost(long liquidity, long own, long other) {
    var b = BigDecimal.valueOf(liquidity);
    long high = Math.max(own, other);
    var gap = BigDecimal.valueOf(Math.min(own, other) - high).divide(b, EXACT);
    return BigDecimal.valueOf(high).add(b.multiply(logOfOnePlus(exp(gap)), EXACT));
  }

  /** Of a number that is not positive. */
  private static BigDecimal exp(BigDecimal power) {
    int halvings = 6;
    var small = power.divide(BigDecimal.valueOf(1L << halvings), EXACT);
    var sum = BigDecimal.ONE;
    var term = BigDecimal.ONE;
    for (int n = 1; n < 40; n++) {
      term = term.multiply(small, EXACT).divide(BigDecimal.valueOf(n), EXACT);
      sum = sum.add(term, EXACT);
    }
    return sum.pow(1 << halvings, EXACT);
  }

  /** Of a number between 0 and 1: {@code 2 artanh(x / (2 + x))}. */
  private static BigDecimal logOfOnePlus(BigDecimal number) {
    var ratio = number.divide(number.add(BigDecimal.TWO), EXACT);
    var square = ratio.multiply(ratio, EXACT);
    var sum = BigDecimal.ZERO;
    var power = ratio;
    for (int n = 1; n < 90; n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), EXACT), EXACT);
      power = power.multiply(square, EXACT);
    }
    return sum.multiply(BigDecimal.TWO);
  }
}
