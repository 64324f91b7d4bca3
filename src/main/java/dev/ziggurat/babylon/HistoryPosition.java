package dev.ziggurat.babylon;

import java.util.Comparator;

/**
 * The position of an action in the game's history; its id derives from it.
 *
 * @param position the turn's index in its tick
 * @param action the action's index in its turn, from 0
 */
public record HistoryPosition(long tick, int position, int action)
    implements Comparable<HistoryPosition> {

  private static final Comparator<HistoryPosition> ORDER =
      Comparator.comparingLong(HistoryPosition::tick)
          .thenComparingInt(HistoryPosition::position)
          .thenComparingInt(HistoryPosition::action);

  /** Unique in the game, such as {@code t12-3-0}. */
  public String id() {
    return "t" + tick + "-" + position + "-" + action;
  }

  @Override
  public int compareTo(HistoryPosition other) {
    return ORDER.compare(this, other);
  }
}
