package dev.ziggurat.babylon;

/**
 * The house and what was ever minted, in micro-points.
 *
 * @param house what the house has, never negative
 * @param minted every point of the game: wallets, pools and house together
 */
public record Treasury(long house, long minted) {

  public Treasury {
    if (house < 0 || minted < house) {
      throw new IllegalArgumentException("house %d of %d minted".formatted(house, minted));
    }
  }

  /** After the house paid the amount; what it lacks is minted. */
  public Treasury pay(long microPoints) {
    long lacking = Math.max(0, microPoints - house);
    return new Treasury(house + lacking - microPoints, Math.addExact(minted, lacking));
  }

  /** After the house was paid the amount. */
  public Treasury receive(long microPoints) {
    return new Treasury(Math.addExact(house, microPoints), minted);
  }
}
