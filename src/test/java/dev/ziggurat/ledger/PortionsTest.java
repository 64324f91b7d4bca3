package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PortionsTest {

  @Test
  void theLargestRemaindersGetWhatIsLeftOver() {
    // Exactly 3.33, 3.33 and 3.33; 1.5, 1.5 and 7; 0.71, 1.43 and 2.86.
    assertThat(Portions.of(10, List.of(1L, 1L, 1L))).containsExactly(4L, 3L, 3L);
    assertThat(Portions.of(10, List.of(3L, 3L, 14L))).containsExactly(2L, 1L, 7L);
    assertThat(Portions.of(5, List.of(1L, 2L, 4L))).containsExactly(1L, 1L, 3L);
    assertThat(Portions.of(0, List.of(7L, 9L))).containsExactly(0L, 0L);
  }

  @Property
  void nothingIsLeftOverAndNobodyIsMoreThanOneUnitFromTheExactShare(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long amount,
      @ForAll @Size(min = 1, max = 32) List<@LongRange(min = 1, max = 1L << 40) Long> weights) {
    var shares = Portions.of(amount, weights);
    assertThat(shares.stream().mapToLong(Long::longValue).reduce(0, Math::addExact))
        .isEqualTo(amount);
    var all = weights.stream().mapToLong(Long::longValue).sum();
    for (var index = 0; index < weights.size(); index++) {
      var exact = (double) amount / all * weights.get(index);
      assertThat((double) shares.get(index))
          .isBetween(exact * (1 - 1e-9) - 1, exact * (1 + 1e-9) + 1);
    }
  }
}
