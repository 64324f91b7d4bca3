package dev.ziggurat.babylon;

/**
 * The shares an agent holds of a market, in micro-shares, never negative.
 *
 * @param spent the micro-points it put into the market less those it took out; below zero for one
 *     that sold at a profit
 */
public record Position(String market, String handle, long yes, long no, long spent) {

  /** What tells one position from another, in the order of markets and then handles. */
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

  /** With so many micro-shares more (or fewer) of one side, for so many micro-points. */
  public Position plus(Side side, long microShares, long microPoints) {
    long newSpent = Math.addExact(spent, microPoints);
    return side == Side.YES
        ? new Position(market, handle, Math.addExact(yes, microShares), no, newSpent)
        : new Position(market, handle, yes, Math.addExact(no, microShares), newSpent);
  }

  /** What it is refunded when its market is voided: what is lost without it, and no profit. */
  public long refund() {
    return Math.max(0, spent);
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return yes == 0 && no == 0;
  }
}
