package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.util.Optional;

/**
 * What a call may spend: {@link #reserve} before every attempt, {@link BudgetReservation#settle}
 * after it.
 */
@FunctionalInterface
public interface SpendLimit {

  /** No limit. */
  SpendLimit UNLIMITED = worst -> Optional.of(used -> {});

  /**
   * Sets aside what an attempt may cost.
   *
   * @param worst the most it can cost; empty when its price is not known
   * @return empty when there is not enough left for it
   */
  Optional<BudgetReservation> reserve(Optional<NanoDollars> worst);

  /** Both limits at once: what one of them refuses is refused. */
  default SpendLimit and(SpendLimit other) {
    return worst ->
        reserve(worst)
            .flatMap(
                mine -> {
                  var both = Optional.<BudgetReservation>empty();
                  try {
                    both =
                        other
                            .reserve(worst)
                            .map(
                                theirs ->
                                    used -> {
                                      mine.settle(used);
                                      theirs.settle(used);
                                    });
                  } finally {
                    if (both.isEmpty()) {
                      mine.settle(0);
                    }
                  }
                  return both;
                });
  }
}
