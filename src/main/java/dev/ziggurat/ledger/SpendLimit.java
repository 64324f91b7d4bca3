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
   * Reserves the maximum cost of an attempt.
   *
   * @param worst the maximum cost; empty when its price is unknown
   * @return empty when the limit has not enough left
   */
  Optional<BudgetReservation> reserve(Optional<NanoDollars> worst);

  /** Both limits: refuses what one of them refuses. */
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
