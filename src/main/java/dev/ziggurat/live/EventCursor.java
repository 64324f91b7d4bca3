package dev.ziggurat.live;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How far events have been told: up to a snapshot of the database. Clocks would not do, because
 * transactions commit in another order than they write down their times.
 *
 * @param at the database's clock
 * @param settingsVersion the settings in force
 * @param snapshot as PostgreSQL writes it: {@code xmin:xmax:transactions under way between}
 */
record EventCursor(Instant at, long settingsVersion, String snapshot) {

  private static final Pattern ID =
      Pattern.compile("(\\d{1,17})-(\\d{1,18})-((\\d{1,18}):(\\d{1,18}):([\\d,]{0,4000}))");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,18}(,\\d{1,18})*|");

  /** The id under which a listener comes back. */
  String id() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + settingsVersion + "-" + snapshot;
  }

  /** Reads an id; empty if it is none of ours. */
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

  /** Whether this one cannot follow that one: it is of another server. */
  boolean isBefore(EventCursor other) {
    return end() < other.end();
  }

  /** The oldest transaction of which this may not have told yet. */
  String oldest() {
    return snapshot.substring(0, snapshot.indexOf(':'));
  }

  private long end() {
    return Long.parseLong(snapshot.split(":")[1]);
  }
}
