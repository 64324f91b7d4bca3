package dev.ziggurat.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What usage is asked for.
 *
 * @param from the first moment that counts, a whole hour or day
 * @param to the first moment that does not count any more, a whole hour or day
 * @param over the hour or day, to tell apart by time as well; agents only by the day
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

  /** Widens the time to what sums are kept by: hours, and days for telling agents apart. */
  public UsageQuery {
    var unit = by == UsageBy.AGENT && agent.isEmpty() ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    var last = to.truncatedTo(unit);
    from = from.truncatedTo(unit);
    to = last.equals(to) ? to : last.plus(1, unit);
  }

  /** All that was used in a span of time. */
  public static UsageQuery of(Instant from, Instant to, UsageBy by) {
    return new UsageQuery(
        from, to, by, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
