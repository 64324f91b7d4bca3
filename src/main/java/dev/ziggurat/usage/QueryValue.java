package dev.ziggurat.usage;

import jakarta.ws.rs.BadRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads query parameters; an invalid one is refused by its name. */
final class QueryValue {

  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
  private static final int MAX_NAME = 200;
  private static final int UUID_CHARACTERS = 36;

  private QueryValue() {}

  /** A time as in RFC 3339. */
  static Instant time(String parameter, String text) {
    try {
      var instant = OffsetDateTime.parse(text).toInstant();
      if (!instant.isBefore(FIRST) && instant.isBefore(LAST)) {
        return instant;
      }
    } catch (DateTimeException malformed) {
      // Rejected below, like a time out of bounds.
    }
    throw new BadRequestException(
        parameter + ": must be a time such as 2026-01-31T12:00:00Z, from 2000 to 2199");
  }

  /** A name of something, whether it exists or not. */
  static String name(String parameter, String text) {
    if (text.isEmpty() || text.length() > MAX_NAME || text.indexOf('\0') >= 0) {
      throw new BadRequestException(
          parameter + ": must have 1 to " + MAX_NAME + " characters, none of them NUL");
    }
    return text;
  }

  /** An id. */
  static UUID id(String parameter, String text) {
    try {
      if (text.length() == UUID_CHARACTERS) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException malformed) {
      // Rejected below.
    }
    throw new BadRequestException(
        parameter + ": must be an id such as 0f0f7a4e-6f2b-4d53-9c11-3b0f5c1d2e3f");
  }

  /** A number from 1. */
  static long number(String parameter, String text) {
    try {
      var number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // Rejected below.
    }
    throw new BadRequestException(parameter + ": must be a whole number from 1");
  }
}
