package dev.ziggurat.babylon;

import java.util.Comparator;

/**
 * Where in the history of a game something was done, from which its id derives.
 *
 * @param position the turn's place in its tick
 * @param action the action's place in its turn, from 0
 */
public record Place(long tick, int position, int action) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::tick)
          .thenComparingInt(Place::position)
          .thenComparingInt(Place::action);

  /** Unique in the game, such as {@code t12-3-0}. */
  public String id() {
    return "t" + tick + "-" + position + "-" + action;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
