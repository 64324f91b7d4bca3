package dev.ziggurat.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A place in the list of calls, newest first. */
record CallCursor(Instant at, UUID id) {

  private static final String SEPARATOR = "_";

  /** Before the newest. */
  static final CallCursor FIRST =
      new CallCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  /**
   * Parses a cursor.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static CallCursor parse(String cursor) {
    var end = cursor.indexOf(SEPARATOR);
    if (end < 0) {
      throw new IllegalArgumentException(cursor);
    }
    var place =
        new CallCursor(
            Instant.EPOCH.plus(Long.parseLong(cursor, 0, end, 10), ChronoUnit.MICROS),
            UUID.fromString(cursor.substring(end + 1)));
    if (place.at.isBefore(Instant.EPOCH) || place.at.isAfter(FIRST.at)) {
      throw new IllegalArgumentException(cursor);
    }
    return place;
  }

  String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + SEPARATOR + id;
  }
}
