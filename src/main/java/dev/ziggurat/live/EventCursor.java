package dev.ziggurat.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The position in the event stream: a snapshot of the database. Timestamps are not enough, because
 * transactions commit in another order than their timestamps.
 *
 * @param at time of the database's clock
 * @param settingsVersion the current settings version
 * @param snapshot in PostgreSQL's format: {@code xmin:xmax:transactions in progress between}
 */
record EventCursor(Instant at, long settingsVersion, String snapshot) {

  private static final Pattern ID =
      Pattern.compile("(\\d{1,17})-(\\d{1,18})-((\\d{1,18}):(\\d{1,18}):([\\d,]{0,4000}))");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,18}(,\\d{1,18})*|");

  /** The event id for Last-Event-ID. */
  String id() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + settingsVersion + "-" + snapshot;
  }

  /** Parses an event id; empty if invalid. */
  static Optional<EventCursor> parse(String id) {
    var parts = ID.matcher(id);
    if (!parts.matches() || !NUMBERS.matcher(parts.group(6)).matches()) {
      return Optional.empty();
    }
    var numbers =
        Stream.of(
                Stream.of(parts.group(4)),
                Stream.of(parts.group(6).split(",")).filter(number -> !number.isEmpty()),
                Stream.of(parts.group(5)))
            .flatMap(each -> each)
            .mapToLong(Long::parseLong)
            .toArray();
    return numbers[0] > 0 && isAscending(numbers)
        ? Optional.of(
            new EventCursor(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                Long.parseLong(parts.group(2)),
                parts.group(3)))
        : Optional.empty();
  }

  private static boolean isAscending(long[] numbers) {
    return LongStream.of(numbers)
        .sorted()
        .boxed()
        .toList()
        .equals(LongStream.of(numbers).boxed().toList());
  }

  /** Whether this cursor cannot follow the other: it is of another database server. */
  boolean isBefore(EventCursor other) {
    return end() < other.end();
  }

  /** The oldest transaction that may not have been reported yet. */
  String oldest() {
    return snapshot.substring(0, snapshot.indexOf(':'));
  }

  private long end() {
    return Long.parseLong(snapshot.split(":")[1]);
  }
}
