package dev.ziggurat.console;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A field {@code datetime-local} of a form. The script {@code times.js} sends its time with an
 * offset; without scripts it comes without one and is taken for UTC.
 */
final class UtcField {

  private UtcField() {}

  /** The time as the REST API takes it. */
  static Optional<String> sent(Optional<String> text) {
    return text.map(value -> isLocal(value) ? value + "Z" : value);
  }

  /** The time as the field takes it, in UTC; empty for a text that is no time. */
  static String shown(String text) {
    try {
      return isLocal(text)
          ? text
          : OffsetDateTime.parse(text)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDateTime()
              .truncatedTo(ChronoUnit.MINUTES)
              .toString();
    } catch (DateTimeException e) {
      return "";
    }
  }

  private static boolean isLocal(String text) {
    try {
      LocalDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
