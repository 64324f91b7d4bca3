package dev.ziggurat.tick;

import dev.ziggurat.world.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed tick as it was played on the world.
 *
 * @param seed the game's at that time
 * @param period the game's at that time
 * @param played what was played, in order: {@code t} for turns, {@code c} for the clock
 * @param turns those that were applied, in the order of application
 */
record PlayedTick(
    long number,
    Instant slot,
    long seed,
    Duration period,
    String played,
    String digest,
    List<Entry.Turn> turns) {

  private static final char CLOCK = 'c';

  /**
   * The groups of entries passed to the world, in order. A tick that fails because no turn can be
   * applied is resumed, so the turns belong to the last {@code t}.
   */
  List<List<Entry>> entries() {
    var last = played.lastIndexOf('t');
    var entries = new ArrayList<List<Entry>>();
    for (var step = 0; step < played.length(); step++) {
      if (played.charAt(step) == CLOCK) {
        entries.add(List.of(new Entry.Clock()));
      } else {
        entries.add(step == last ? List.copyOf(turns) : List.of());
      }
    }
    return entries;
  }
}
