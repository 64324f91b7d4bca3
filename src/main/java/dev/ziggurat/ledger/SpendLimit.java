package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.util.Optional;

/** What a call may spend: asked before every attempt, told after it. */
@FunctionalInterface
public interface SpendLimit {

  /** Holds whatever is needed. */
  SpendLimit OPEN = worst -> Optional.of(used -> {});

  /**
   * Sets aside what an attempt may cost.
   *
   * @param worst the most it can cost; empty when nobody knows
   * @return empty when there is not enough left for it
   */
  Optional<Budgets.Hold> reserve(Optional<NanoDollars> worst);

  /** A purse that holds what this one and the other both allow. */
  default SpendLimit and(SpendLimit other) {
    return worst ->
        reserve(worst)
            .flatMap(
                mine -> {
                  var both = Optional.<Budgets.Hold>empty();
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
