package dev.ziggurat.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A query for usage.
 *
 * @param from start, inclusive; a whole hour or day
 * @param to end, exclusive; a whole hour or day
 * @param over hour or day, to group by time as well; agents only by day
 * @param game only this game's calls
 * @param provider only the attempts at this provider
 * @param agent only this handle's calls
 */
public record UsageQuery(
    Instant from,
    Instant to,
    UsageBy by,
    Optional<UsageBy> over,
    Optional<String> game,
    Optional<String> provider,
    Optional<String> agent) {

  /** Widens the time span to the sums' grain: hours, or days for agents. */
  public UsageQuery {
    var unit = by == UsageBy.AGENT && agent.isEmpty() ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    var last = to.truncatedTo(unit);
    from = from.truncatedTo(unit);
    to = last.equals(to) ? to : last.plus(1, unit);
  }

  /** All usage in a span of time. */
  public static UsageQuery of(Instant from, Instant to, UsageBy by) {
    return new UsageQuery(
        from, to, by, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
