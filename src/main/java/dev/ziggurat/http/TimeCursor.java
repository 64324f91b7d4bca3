package dev.ziggurat.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A place in a list of which the newest come first.
 *
 * @param at the time by which the list is sorted, in microseconds
 * @param id decides between equal times
 */
public record TimeCursor(Instant at, UUID id) {

  private static final String SEPARATOR = "_";

  /** Before the newest. */
  public static final TimeCursor FIRST =
      new TimeCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  /**
   * Parses a cursor.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  public static TimeCursor parse(String cursor) {
    var end = cursor.indexOf(SEPARATOR);
    if (end < 0) {
      throw new IllegalArgumentException(cursor);
    }
    var place =
        new TimeCursor(
            Instant.EPOCH.plus(Long.parseLong(cursor, 0, end, 10), ChronoUnit.MICROS),
            UUID.fromString(cursor.substring(end + 1)));
    if (place.at.isBefore(Instant.EPOCH) || place.at.isAfter(FIRST.at)) {
      throw new IllegalArgumentException(cursor);
    }
    return place;
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + SEPARATOR + id;
  }
}
