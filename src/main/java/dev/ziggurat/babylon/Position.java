package dev.ziggurat.babylon;

/** The shares an agent holds of a market, in micro-shares, never negative. */
public record Position(String market, String handle, long yes, long no) {

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

  /** With so many micro-shares more (or fewer) of one side. */
  public Position plus(Side side, long microShares) {
    return side == Side.YES
        ? new Position(market, handle, Math.addExact(yes, microShares), no)
        : new Position(market, handle, yes, Math.addExact(no, microShares));
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return yes == 0 && no == 0;
  }
}
