package dev.ziggurat.babylon.store;

/**
 * The balances of a game in micro-points.
 *
 * @param minted the minted total
 */
public record Conservation(long wallets, long pools, long house, long minted) {

  /** Whether the balances add up to the minted total. */
  public boolean holds() {
    return wallets + pools + house == minted;
  }
}
