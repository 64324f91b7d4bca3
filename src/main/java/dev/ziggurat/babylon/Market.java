package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * A question with the answers yes and no, each a share that pays one point if right.
 *
 * @param openedTick the tick of its opening; with the ordinal it forms the id
 * @param ordinal index among the markets opened in that tick, from 0
 * @param topic the topic, unique among open markets
 * @param liquidity the <i>b</i> of its prices, in micro-points
 * @param yes micro-shares outstanding
 * @param no micro-shares outstanding
 * @param pool the points available for payouts, in micro-points
 * @param volume total traded micro-points
 * @param outcome what decides the answer, and the answer if known; an early resolution replaces it
 * @param closesAt the last trades are in the tick of this slot or the first one after it
 * @param resolvedAt when it was resolved or voided
 * @param voided whether it ended without an answer, with refunds
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
    Outcome outcome,
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

  /** The id of a market, such as {@code m12-0}. */
  public static String id(long tick, int ordinal) {
    return "m" + tick + "-" + ordinal;
  }

  /** Unique in the game. */
  public String id() {
    return id(openedTick, ordinal);
  }

  /** The price of a side in ten-thousandths of a point, from 1; both sides add up to 10,000. */
  public int price(Side side) {
    int ofYes =
        Math.clamp(StrictMath.round(prices().price(yes, no) * PRICE_UNITS), 1, PRICE_UNITS - 1);
    return side == Side.YES ? ofYes : PRICE_UNITS - ofYes;
  }

  /** Max size of one trade, in micro-points or micro-shares. */
  public long largestTrade() {
    return liquidity;
  }

  /** A market without shares. */
  static Market opened(
      long tick,
      int ordinal,
      String topic,
      String question,
      long liquidity,
      Outcome outcome,
      Instant openedAt,
      Instant closesAt) {
    return new Market(
        tick,
        ordinal,
        topic,
        question,
        liquidity,
        0,
        0,
        new Lmsr(liquidity).funding(),
        0,
        outcome,
        openedAt,
        closesAt,
        Optional.empty(),
        false);
  }

  /** Whether agents may trade in it: it has neither ended nor closed. */
  public boolean isTraded() {
    return resolvedAt.isEmpty() && outcome.awaitedSince().isEmpty();
  }

  /** Whether the tick of this slot closes it. */
  public boolean isDue(Instant slot) {
    return !closesAt.isAfter(slot);
  }

  /** Whether the difference of its sides exceeds the limit. */
  boolean isSkewed() {
    return prices().isSkewed(yes, no);
  }

  /** The micro-shares of a side for this many micro-points; below 1 if too few for any. */
  long sharesFor(Side side, long microPoints) {
    return prices().sharesFor(microPoints, of(side), of(other(side)));
  }

  /** The micro-points for this many micro-shares of a side; below 1 if too few for any. */
  long pointsFor(Side side, long microShares) {
    return prices().pointsFor(microShares, of(side), of(other(side)));
  }

  /** The market after an agent bought micro-shares of a side. */
  Market sold(Side side, long microShares, long microPoints) {
    return traded(side, microShares, microPoints);
  }

  /** The market after an agent sold micro-shares of a side. */
  Market tookBack(Side side, long microShares, long microPoints) {
    return traded(side, -microShares, -microPoints);
  }

  /** The initial pool paid by the house, in micro-points. */
  public long funding() {
    return prices().funding();
  }

  /** The market with this outcome instead. */
  Market with(Outcome newOutcome) {
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

  /** The market after payout. */
  Market resolved(Instant at) {
    return with(yes, no, 0, volume, Optional.of(at), false);
  }

  /** The market after refunds. */
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
