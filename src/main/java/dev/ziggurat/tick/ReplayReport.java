package dev.ziggurat.tick;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
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
 * @param matches whether all digests were equal, and what agents remember of their turns
 * @param memory what agents remember of the replayed turns; empty if there is nothing to compare
 * @param note what limits the result; empty if nothing does
 */
@RegisterForReflection(
    targets = {
      ReplayReport.class,
      ReplayReport.Difference.class,
      ReplayReport.LogReport.class,
      ReplayReport.LogDifference.class
    })
public record ReplayReport(
    String game,
    long untilTick,
    boolean complete,
    long ticks,
    long interventions,
    long digestsCompared,
    boolean matches,
    Optional<Difference> firstDifference,
    Optional<LogReport> memory,
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

  /**
   * The log of turns that the replay wrote, against what agents remember of them.
   *
   * @param compared number of entries compared
   * @param changed number of entries that somebody edited or deleted, which are not compared
   * @param changes the first fifty of them: tick, agent, what was done and by whom
   * @param matches whether all entries that were compared are equal
   */
  public record LogReport(
      long compared,
      long changed,
      List<String> changes,
      boolean matches,
      Optional<LogDifference> firstDifference) {}

  /**
   * The first entry that differs.
   *
   * @param expected what the agent remembers: importance and text
   * @param actual what the replay wrote
   */
  public record LogDifference(long tick, String handle, String expected, String actual) {}
}
