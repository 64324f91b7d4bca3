package dev.ziggurat.tick;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * What came of playing a game anew from its opening.
 *
 * @param untilTick the last tick that was played, with the interventions after it
 * @param complete whether all was played that was asked for: it was not if the time was up, or if a
 *     digest differed, after which every other would
 * @param ticks how many were played
 * @param interventions how many were played
 * @param digestsCompared how many digests were compared with what was journaled
 * @param matches whether they were all the same
 * @param note what limits the answer; empty if nothing does
 */
@RegisterForReflection(targets = {ReplayReport.class, ReplayReport.Difference.class})
public record ReplayReport(
    String game,
    long untilTick,
    boolean complete,
    long ticks,
    long interventions,
    long digestsCompared,
    boolean matches,
    Optional<Difference> firstDifference,
    Optional<String> note,
    long durationMillis) {

  /**
   * Where the replay and the journal part.
   *
   * @param tick 0 for the opening
   * @param intervention its ordinal after that tick; empty if the tick itself differs
   * @param expected the digest that was journaled
   * @param actual the digest of the replay
   */
  public record Difference(
      long tick, Optional<Integer> intervention, String expected, String actual) {}
}
