package dev.ziggurat.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What usage is asked for.
 *
 * @param from the first moment that counts, a whole hour
 * @param to the first moment that does not count any more, a whole hour
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

  /** Widens the time to whole hours, because sums are kept by the hour. */
  public UsageQuery {
    var hour = to.truncatedTo(ChronoUnit.HOURS);
    from = from.truncatedTo(ChronoUnit.HOURS);
    to = hour.equals(to) ? to : hour.plus(1, ChronoUnit.HOURS);
  }

  /** All that was used in a span of time. */
  public static UsageQuery of(Instant from, Instant to, UsageBy by) {
    return new UsageQuery(
        from, to, by, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The first whole day within. */
  Instant firstDay() {
    var day = from.truncatedTo(ChronoUnit.DAYS);
    return day.equals(from) ? day : day.plus(1, ChronoUnit.DAYS);
  }

  /** The end of the last whole day within; the first day when there is none. */
  Instant endOfDays() {
    var end = to.truncatedTo(ChronoUnit.DAYS);
    return end.isBefore(firstDay()) ? firstDay() : end;
  }
}
