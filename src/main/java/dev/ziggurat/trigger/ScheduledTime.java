package dev.ziggurat.trigger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Parses the scheduled time sent by a cloud's scheduler. */
public final class ScheduledTime {

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;

  private ScheduledTime() {}

  /**
   * Reads an RFC 3339 time of this century, to the microsecond.
   *
   * @param field the field's name
   * @throws MalformedTrigger naming the field if it is invalid
   */
  public static Instant parse(String field, String text) {
    try {
      var time = OffsetDateTime.parse(text.strip());
      if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
        return time.toInstant().truncatedTo(ChronoUnit.MICROS);
      }
    } catch (DateTimeException e) {
      // Reported below, as for a year out of range.
    }
    throw new MalformedTrigger(
        field,
        "'%s' is not an RFC 3339 time of this century, such as 2026-11-20T10:15:00Z"
            .formatted(text));
  }
}
