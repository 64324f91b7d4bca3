package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * A question with the answers yes and no, each a share that pays one point if right.
 *
 * @param openedTick with the ordinal, what its id derives from
 * @param ordinal counts the markets opened in that tick from 0
 * @param topic what the question is about; open markets have different topics
 * @param liquidity the <i>b</i> of its prices, in micro-points
 * @param yes micro-shares outstanding
 * @param no micro-shares outstanding
 * @param pool what it has to pay out with, in micro-points
 * @param volume micro-points that ever changed hands
 * @param outcome what the answer will be: fixed at opening, hidden until resolved; an early
 *     resolution brings its own
 * @param closesAt it trades for the last time in the tick of this slot or the first one after it
 * @param resolvedAt when it was resolved or voided
 * @param voided whether it ended without an answer, and everybody was refunded
 */
public record Market(
    long openedTick,
    int ordinal,
    String topic,
    String question,
    long liquidity,
    long yes,
    long no,
    long pool,
    long volume,
    boolean outcome,
    Instant openedAt,
    Instant closesAt,
    Optional<Instant> resolvedAt,
    boolean voided) {

  private static final int PRICE_UNITS = 10_000;

  public Market {
    if (yes < 0 || no < 0 || pool < 0) {
      throw new IllegalArgumentException(
          "%s would have %d yes, %d no and a pool of %d"
              .formatted(id(openedTick, ordinal), yes, no, pool));
    }
  }

  /** The id of a tick's market of that ordinal, such as {@code m12-0}. */
  public static String id(long tick, int ordinal) {
    return "m" + tick + "-" + ordinal;
  }

  /** Unique in the game. */
  public String id() {
    return id(openedTick, ordinal);
  }

  /** The price of a side in ten-thousandths of a point: at least 1, and with the other's 10,000. */
  public int price(Side side) {
    int ofYes =
        Math.clamp(StrictMath.round(prices().price(yes, no) * PRICE_UNITS), 1, PRICE_UNITS - 1);
    return side == Side.YES ? ofYes : PRICE_UNITS - ofYes;
  }

  /** The most that one trade may spend or sell, in micro-points or micro-shares. */
  public long largestTrade() {
    return liquidity;
  }

  /** Whether it is resolved by the tick of that slot. */
  public boolean isDue(Instant slot) {
    return !closesAt.isAfter(slot);
  }

  /** Whether its sides lie further apart than a market may go. */
  boolean isSkewed() {
    return prices().isSkewed(yes, no);
  }

  /** The micro-shares of a side that so many micro-points buy; below 1 if they buy none. */
  long sharesFor(Side side, long microPoints) {
    return prices().sharesFor(microPoints, of(side), of(other(side)));
  }

  /** The micro-points that so many micro-shares of a side fetch; below 1 if they fetch none. */
  long pointsFor(Side side, long microShares) {
    return prices().pointsFor(microShares, of(side), of(other(side)));
  }

  /** After so many micro-shares of a side were sold to an agent for so many micro-points. */
  Market sold(Side side, long microShares, long microPoints) {
    return traded(side, microShares, microPoints);
  }

  /** After so many micro-shares of a side were taken back from an agent. */
  Market tookBack(Side side, long microShares, long microPoints) {
    return traded(side, -microShares, -microPoints);
  }

  /** What the house paid into the pool at opening, in micro-points. */
  public long funding() {
    return prices().funding();
  }

  /** With this answer, which may be another than it opened with. */
  Market with(boolean newOutcome) {
    return new Market(
        openedTick,
        ordinal,
        topic,
        question,
        liquidity,
        yes,
        no,
        pool,
        volume,
        newOutcome,
        openedAt,
        closesAt,
        resolvedAt,
        voided);
  }

  /** After everything was paid out. */
  Market resolved(Instant at) {
    return with(yes, no, 0, volume, Optional.of(at), false);
  }

  /** After everybody was refunded. */
  Market voided(Instant at) {
    return with(yes, no, 0, volume, Optional.of(at), true);
  }

  private Market traded(Side side, long microShares, long microPoints) {
    long newYes = side == Side.YES ? Math.addExact(yes, microShares) : yes;
    long newNo = side == Side.NO ? Math.addExact(no, microShares) : no;
    return with(
        newYes,
        newNo,
        Math.addExact(pool, microPoints),
        Math.addExact(volume, Math.abs(microPoints)),
        resolvedAt,
        voided);
  }

  private Market with(
      long newYes,
      long newNo,
      long newPool,
      long newVolume,
      Optional<Instant> newResolvedAt,
      boolean newVoided) {
    return new Market(
        openedTick,
        ordinal,
        topic,
        question,
        liquidity,
        newYes,
        newNo,
        newPool,
        newVolume,
        outcome,
        openedAt,
        closesAt,
        newResolvedAt,
        newVoided);
  }

  private long of(Side side) {
    return side == Side.YES ? yes : no;
  }

  private static Side other(Side side) {
    return side == Side.YES ? Side.NO : Side.YES;
  }

  private Lmsr prices() {
    return new Lmsr(liquidity);
  }
}
