package dev.ziggurat.tick;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * The result of replaying a game from its opening.
 *
 * @param untilTick the last tick replayed, with the interventions after it
 * @param complete whether everything requested was replayed; false on timeout, or after a digest
 *     that differed
 * @param ticks number of ticks replayed
 * @param interventions number of interventions replayed
 * @param digestsCompared number of digests compared with the journal
 * @param matches whether all digests were equal
 * @param note what limits the result; empty if nothing does
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
   * The first difference between replay and journal.
   *
   * @param tick 0 for the opening
   * @param intervention its ordinal after that tick; empty if the tick itself differs
   * @param expected the journaled digest
   * @param actual the digest of the replay
   */
  public record Difference(
      long tick, Optional<Integer> intervention, String expected, String actual) {}
}
