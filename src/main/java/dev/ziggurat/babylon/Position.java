package dev.ziggurat.babylon;

/**
 * The shares an agent holds of a market, in micro-shares, never negative.
 *
 * @param spent micro-points paid minus received; negative after sales at a profit
 */
public record Position(String market, String handle, long yes, long no, long spent) {

  /** The key of a position, ordered by market and handle. */
  public record Key(String market, String handle) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byMarket = market.compareTo(other.market);
      return byMarket != 0 ? byMarket : handle.compareTo(other.handle);
    }
  }

  public Position {
    if (yes < 0 || no < 0) {
      throw new IllegalArgumentException(
          "%s would hold %d yes and %d no of %s".formatted(handle, yes, no, market));
    }
  }

  /** Its key. */
  public Key key() {
    return new Key(market, handle);
  }

  /** The micro-shares of one side. */
  public long of(Side side) {
    return side == Side.YES ? yes : no;
  }

  /** The position after a trade; negative amounts are sales. */
  public Position plus(Side side, long microShares, long microPoints) {
    long newSpent = Math.addExact(spent, microPoints);
    return side == Side.YES
        ? new Position(market, handle, Math.addExact(yes, microShares), no, newSpent)
        : new Position(market, handle, yes, Math.addExact(no, microShares), newSpent);
  }

  /** The refund if its market is voided: the net stake, at least 0. */
  public long refund() {
    return Math.max(0, spent);
  }

  /** Whether it has no shares. */
  public boolean isEmpty() {
    return yes == 0 && no == 0;
  }
}
