package dev.ziggurat.webhooks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Page cursor of a list of deliveries, newest first. */
record DeliveryCursor(Instant createdAt, UUID id) {

  private static final String SEPARATOR = "_";

  /** Before the newest. */
  static final DeliveryCursor FIRST =
      new DeliveryCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

  /**
   * Parses a cursor.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static DeliveryCursor parse(String cursor) {
    var end = cursor.indexOf(SEPARATOR);
    if (end < 0) {
      throw new IllegalArgumentException(cursor);
    }
    var place =
        new DeliveryCursor(
            Instant.EPOCH.plus(Long.parseLong(cursor, 0, end, 10), ChronoUnit.MICROS),
            UUID.fromString(cursor.substring(end + 1)));
    if (place.createdAt.isBefore(Instant.EPOCH) || place.createdAt.isAfter(FIRST.createdAt)) {
      throw new IllegalArgumentException(cursor);
    }
    return place;
  }

  String written() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + SEPARATOR + id;
  }
}
