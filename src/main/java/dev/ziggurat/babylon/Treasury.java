package dev.ziggurat.babylon;

/**
 * The house's balance and the minted total, in micro-points.
 *
 * @param house the balance, never negative
 * @param minted all points of the game: wallets, pools and house
 */
public record Treasury(long house, long minted) {

  public Treasury {
    if (house < 0 || minted < house) {
      throw new IllegalArgumentException("house %d of %d minted".formatted(house, minted));
    }
  }

  /** The treasury after a payment; missing points are minted. */
  public Treasury pay(long microPoints) {
    long lacking = Math.max(0, microPoints - house);
    return new Treasury(house + lacking - microPoints, Math.addExact(minted, lacking));
  }

  /** The treasury after receiving the amount. */
  public Treasury receive(long microPoints) {
    return new Treasury(Math.addExact(house, microPoints), minted);
  }
}
