package dev.ziggurat.money;

import java.util.Optional;

/**
 * A limit on spending within a period.
 *
 * @param hard never exceeded by what is admitted; empty for none
 * @param soft above it a warning is given; empty for none, at most the hard one
 */
public record SpendCap(Optional<NanoDollars> hard, Optional<NanoDollars> soft) {

  /** No limit. */
  public static final SpendCap NONE = new SpendCap(Optional.empty(), Optional.empty());

  /** Whether it says anything. */
  public boolean isSet() {
    return hard.isPresent() || soft.isPresent();
  }
}
