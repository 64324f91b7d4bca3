package dev.ziggurat.provider;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how long a provider asks to wait before a retry, in every format that providers use. */
final class RetryAfter {

  /** Upper bound; longer waits are reduced to it. */
  static final Duration MAX_WAIT = Duration.ofDays(31);

  private static final int MAX_TEXT = 64;
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(MAX_WAIT.toNanos());

  private static final Map<String, BigDecimal> NANOS_OF_UNIT =
      Map.of(
          "h", BigDecimal.valueOf(3_600_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "ms", BigDecimal.valueOf(1_000_000L),
          "us", BigDecimal.valueOf(1_000L),
          "µs", BigDecimal.valueOf(1_000L),
          "ns", BigDecimal.ONE);

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d*)?|\\.\\d+");
  private static final Pattern GO_PART =
      Pattern.compile("(" + NUMBER + ")(ms|us|µs|ns|h|m|s)", Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_MESSAGE =
      Pattern.compile(
          "(?i)(?:try again|retry) (?:in|after) (?:((?:[\\d.]+[hmsuµn]+)+)"
              + "|([\\d.]+) ?(ms|millisecond|s|second|m|minute|h|hour))");

  /** RFC 1123 and RFC 850 (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7). */
  private static final Pattern HTTP_DATE =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},? +)?(\\d{1,2})[ -]+([A-Za-z]{3})[ -]+(\\d{2}|\\d{4}) +"
              + "(\\d{2}:\\d{2}:\\d{2}) +(GMT|UTC|UT|Z|[+-]\\d{4})");

  /** The date of C's {@code asctime}, in UTC. */
  private static final Pattern C_DATE =
      Pattern.compile(
          "(?:[A-Za-z]{3} +)?([A-Za-z]{3}) +(\\d{1,2}) +(\\d{2}:\\d{2}:\\d{2}) +(\\d{4})");

  private RetryAfter() {}

  /**
   * The wait stated by {@code retry-after-ms}, {@code retry-after} (seconds or an HTTP date) or a
   * message such as "try again in 1m2.3s" or "retry after 20 seconds", in this order of precedence.
   */
  static Optional<Duration> hint(Headers headers, String message, Instant now) {
    return headers
        .first("retry-after-ms")
        .flatMap(text -> number(text, "ms"))
        .or(() -> headers.first("retry-after").flatMap(text -> from(text, now)))
        .or(() -> fromMessage(message));
  }

  /**
   * A number of seconds, a Go duration, an RFC 3339 instant or an HTTP date in any of its three
   * forms; empty otherwise.
   */
  static Optional<Duration> from(String text, Instant now) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    return number(text, "s")
        .or(() -> go(text))
        .or(() -> instant(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME, now))
        .or(() -> httpDate(text, now));
  }

  private static Optional<Duration> httpDate(String text, Instant now) {
    var date = HTTP_DATE.matcher(text);
    if (date.matches()) {
      var zone = date.group(5);
      return httpDate(
          date.group(1),
          date.group(2),
          date.group(3),
          date.group(4),
          Character.isLetter(zone.charAt(0)) ? "GMT" : zone,
          now);
    }
    var ofC = C_DATE.matcher(text);
    return ofC.matches()
        ? httpDate(ofC.group(2), ofC.group(1), ofC.group(4), ofC.group(3), "GMT", now)
        : Optional.empty();
  }

  /** The day of the week is not compared: the rest says enough. */
  private static Optional<Duration> httpDate(
      String day, String month, String year, String clock, String zone, Instant now) {
    var whole = year.length() == 2 ? Integer.toString(year(Integer.parseInt(year), now)) : year;
    return instant(
        "%s %s %s %s %s".formatted(day, month, whole, clock, zone),
        DateTimeFormatter.RFC_1123_DATE_TIME,
        now);
  }

  /** A year of two digits is never more than 50 years in the future. */
  private static int year(int twoDigits, Instant now) {
    var current = now.atOffset(ZoneOffset.UTC).getYear();
    var sameCentury = current - current % 100 + twoDigits;
    return sameCentury > current + 50 ? sameCentury - 100 : sameCentury;
  }

  /**
   * A duration in Go format, such as {@code 1h2m3.5s}, {@code 7.66s} or {@code 120ms}
   * (https://pkg.go.dev/time#ParseDuration), without sign; at most {@link #MAX_WAIT}.
   */
  static Optional<Duration> go(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    var parts = GO_PART.matcher(text);
    var nanos = BigDecimal.ZERO;
    var end = 0;
    while (end < text.length() && parts.find(end) && parts.start() == end) {
      var unit = NANOS_OF_UNIT.get(parts.group(2).toLowerCase(Locale.ROOT));
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
      end = parts.end();
    }
    return end == text.length() ? Optional.of(ofNanos(nanos)) : Optional.empty();
  }

  private static Optional<Duration> fromMessage(String message) {
    var matcher = IN_MESSAGE.matcher(message);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return matcher.group(1) == null
        ? number(matcher.group(2), unit(matcher.group(3).toLowerCase(Locale.ROOT)))
        : go(matcher.group(1));
  }

  private static String unit(String word) {
    return word.startsWith("milli") ? "ms" : word.equals("ms") ? word : word.substring(0, 1);
  }

  private static Optional<Duration> number(String text, String unit) {
    return text.length() <= MAX_TEXT && NUMBER.matcher(text).matches()
        ? Optional.of(ofNanos(new BigDecimal(text).multiply(NANOS_OF_UNIT.get(unit))))
        : Optional.empty();
  }

  private static Optional<Duration> instant(String text, DateTimeFormatter format, Instant now) {
    try {
      var wait = Duration.between(now, ZonedDateTime.parse(text, format).toInstant());
      return Optional.of(
          wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
    } catch (DateTimeException notThisFormat) {
      return Optional.empty();
    }
  }

  private static Duration ofNanos(BigDecimal nanos) {
    return Duration.ofNanos(nanos.min(MAX_NANOS).longValue());
  }
}
