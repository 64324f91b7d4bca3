package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Reads the query parameters that filter a list. Blank ones count as left out, because forms send
 * empty fields too. Errors are {@link BadRequestException}s that name the parameter.
 */
public final class QueryFilter {

  private static final int MAX_CHARACTERS = 200;

  /** PostgreSQL's range of times is smaller than Java's. */
  private static final int LAST_YEAR = 9999;

  private QueryFilter() {}

  /** A text of at most 200 characters, without the blanks around it. */
  public static Optional<String> text(String parameter, Optional<String> sent) {
    var text = given(sent);
    if (text.filter(value -> value.length() > MAX_CHARACTERS).isPresent()) {
      throw new BadRequestException(
          parameter + ": must have at most " + MAX_CHARACTERS + " characters");
    }
    return text;
  }

  /** A time with its offset from UTC (RFC 3339). */
  public static Optional<Instant> time(String parameter, Optional<String> sent) {
    return given(sent)
        .map(
            value ->
                time(value)
                    .orElseThrow(
                        () ->
                            new BadRequestException(
                                parameter + ": must be a time such as 2026-01-31T12:00:00Z")));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text))
          .filter(time -> time.getYear() > 0 && time.getYear() <= LAST_YEAR)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A whole number from 0. */
  public static Optional<Long> number(String parameter, Optional<String> sent) {
    return given(sent).map(value -> number(parameter, value));
  }

  private static long number(String parameter, String text) {
    try {
      var number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same as a negative one.
    }
    throw new BadRequestException(parameter + ": must be a whole number from 0");
  }

  /** One of the words. */
  public static Optional<String> word(
      String parameter, Optional<String> sent, List<String> allowed) {
    var word = given(sent);
    if (word.filter(value -> !allowed.contains(value)).isPresent()) {
      throw new BadRequestException(parameter + ": must be one of " + String.join(", ", allowed));
    }
    return word;
  }

  private static Optional<String> given(Optional<String> sent) {
    return sent.map(String::strip).filter(value -> !value.isEmpty());
  }
}
