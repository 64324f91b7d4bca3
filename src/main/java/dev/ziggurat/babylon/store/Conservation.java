package dev.ziggurat.babylon.store;

/**
 * Where the points of a game are, in micro-points.
 *
 * @param minted how many there are
 */
public record Conservation(long wallets, long pools, long house, long minted) {

  /** Whether none was lost and none came from nowhere. */
  public boolean holds() {
    return wallets + pools + house == minted;
  }
}
