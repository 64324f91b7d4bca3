package dev.ziggurat.httpworld.check;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a world keeps the contract.
 *
 * @param name what the world is called, if it said so
 * @param passed whether nothing failed
 * @param rules in the order in which they were tried
 * @param timings of operations at full size
 */
@RegisterForReflection(
    targets = {WorldCheckReport.class, WorldCheckReport.Rule.class, WorldCheckReport.Timing.class})
public record WorldCheckReport(
    String url,
    Optional<String> name,
    boolean passed,
    List<Rule> rules,
    List<Timing> timings,
    long durationMillis) {

  /**
   * A rule of the contract.
   *
   * @param demand what the contract wants
   * @param outcome {@code passed}, {@code failed} or {@code skipped}
   * @param seen what the world did, or why the rule was not tried
   * @param advice what to do; only if it failed
   */
  @Schema(name = "WorldCheckRule")
  public record Rule(
      String name, String demand, String outcome, String seen, Optional<String> advice) {}

  /**
   * How long an operation took.
   *
   * @param agents of each request
   * @param limitMillis after which games give it up
   */
  @Schema(name = "WorldCheckTiming")
  public record Timing(
      String operation,
      int agents,
      int requests,
      long p50Millis,
      long p99Millis,
      long limitMillis) {}

  /** How many rules have this outcome. */
  public long count(String outcome) {
    return rules.stream().filter(rule -> rule.outcome().equals(outcome)).count();
  }
}
