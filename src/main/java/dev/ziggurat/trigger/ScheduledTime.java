package dev.ziggurat.trigger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The time a cloud's schedule brings along. */
public final class ScheduledTime {

  private ScheduledTime() {}

  /**
   * Reads an RFC 3339 time.
   *
   * @param field where it stood
   * @throws MalformedTrigger naming the field if it is something else
   */
  public static Instant parse(String field, String text) {
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedTrigger(
          field, "'%s' is no RFC 3339 time such as 2026-11-20T10:15:00Z".formatted(text));
    }
  }
}
