package dev.ziggurat.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A query for usage.
 *
 * @param from start, inclusive; a whole hour
 * @param to end, exclusive; a whole hour
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

  /** Widens the time span to whole hours. */
  public UsageQuery {
    from = from.truncatedTo(ChronoUnit.HOURS);
    to = ceiling(to, ChronoUnit.HOURS);
  }

  /**
   * A time span.
   *
   * @param from start, inclusive
   * @param to end, exclusive
   */
  record Span(Instant from, Instant to) {}

  /** All usage in a span of time. */
  public static UsageQuery of(Instant from, Instant to, UsageBy by) {
    return new UsageQuery(
        from, to, by, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether it compares agents: of these there are sums by day only. */
  boolean isOfAllAgents() {
    return by == UsageBy.AGENT && agent.isEmpty();
  }

  /** The whole days (UTC) within the time span; without any, the empty span at its end. */
  Span wholeDays() {
    var first = ceiling(from, ChronoUnit.DAYS);
    var last = to.truncatedTo(ChronoUnit.DAYS);
    return first.isBefore(last) ? new Span(first, last) : new Span(to, to);
  }

  /** The same query with its time span widened to whole days (UTC). */
  UsageQuery inWholeDays() {
    return new UsageQuery(
        from.truncatedTo(ChronoUnit.DAYS),
        ceiling(to, ChronoUnit.DAYS),
        by,
        over,
        game,
        provider,
        agent);
  }

  /** The largest unit of which the time span consists: hour or day. */
  UsageBy grain() {
    return from.equals(from.truncatedTo(ChronoUnit.DAYS))
            && to.equals(to.truncatedTo(ChronoUnit.DAYS))
        ? UsageBy.DAY
        : UsageBy.HOUR;
  }

  private static Instant ceiling(Instant time, ChronoUnit unit) {
    var start = time.truncatedTo(unit);
    return start.equals(time) ? time : start.plus(1, unit);
  }
}
