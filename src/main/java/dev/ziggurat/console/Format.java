package dev.ziggurat.console;

import dev.ziggurat.money.NanoDollars;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Formats amounts and times in templates, as {@code {value.name}}. */
@TemplateExtension
class Format {

  private static final int MICRO_DIGITS = 6;
  private static final int CENT_DIGITS = 2;
  private static final int BRIEF_ID = 8;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final long MILLIS_PER_HOUR = 3_600_000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final BigDecimal SMALL = BigDecimal.ONE;

  private Format() {}

  /**
   * Micro-dollars as dollars: two decimals from one dollar, below it all digits. The missing digits
   * are named, so that the style sheet aligns the points of a column.
   */
  static RawString dollars(long micro) {
    var amount = BigDecimal.valueOf(micro, MICRO_DIGITS);
    var shown =
        amount.abs().compareTo(SMALL) >= 0
            ? amount.setScale(CENT_DIGITS, RoundingMode.HALF_UP)
            : withCents(amount.stripTrailingZeros());
    return new RawString(
        "<span class=\"dollars\" data-pad=\"%s\">%s</span>"
            .formatted(
                "0".repeat(MICRO_DIGITS - shown.scale()),
                String.format(Locale.ROOT, "$%,." + shown.scale() + "f", shown)));
  }

  /** The same of an amount of dollars, rounded up to micro-dollars. */
  static RawString dollars(String amount) {
    return nanoDollars(NanoDollars.ofDollars(new BigDecimal(amount)).value());
  }

  /** An amount of dollars with all its digits, at least two decimals. */
  static String exactDollars(String amount) {
    var shown = withCents(new BigDecimal(amount));
    return String.format(Locale.ROOT, "$%,." + shown.scale() + "f", shown);
  }

  private static BigDecimal withCents(BigDecimal plain) {
    return plain.setScale(Math.max(CENT_DIGITS, plain.scale()));
  }

  /** Nano-dollars as dollars, rounded up to micro-dollars. */
  static RawString nanoDollars(long nano) {
    return dollars(new NanoDollars(nano).microDollars());
  }

  /** A number with sign and separators, rounded to a whole one. */
  static String plainGain(BigDecimal number) {
    return String.format(Locale.ROOT, "%+,.0f", number);
  }

  /** JSON with indented lines; other text as it is. */
  static String indented(String json) {
    try {
      return new JsonObject(json).encodePrettily();
    } catch (DecodeException cut) {
      return json;
    }
  }

  /** US dollars per million tokens. */
  static String perMillion(BigDecimal dollars) {
    var plain = dollars.stripTrailingZeros();
    return "$" + plain.setScale(Math.max(CENT_DIGITS, plain.scale())).toPlainString();
  }

  /** Micro-points as points with at most two decimals. */
  static String points(long micro) {
    var amount =
        BigDecimal.valueOf(micro, MICRO_DIGITS).setScale(CENT_DIGITS, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,.2f", amount).replaceFirst("\\.00$", "");
  }

  /** Micro-points as points with sign. */
  static String gain(long micro) {
    return micro > 0 ? "+" + points(micro) : points(micro);
  }

  /** Milliseconds as seconds, for a form field. */
  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /** A count with separators. */
  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A share in percent; empty if the total is 0. */
  static String share(long part, long whole) {
    return whole == 0
        ? "–"
        : BigDecimal.valueOf(part * 100)
                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP)
                .toPlainString()
            + " %";
  }

  /** Parses an instant. */
  static Instant instant(String text) {
    return Instant.parse(text);
  }

  /** A word with a capital first letter. */
  static String title(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** The number minus one. */
  static long before(long number) {
    return number - 1;
  }

  /** The number plus one. */
  static long after(long number) {
    return number + 1;
  }

  /** The difference. */
  static long less(long number, long fewer) {
    return number - fewer;
  }

  /** A price between 0 and 1, with two decimals. */
  static String price(double price) {
    return String.format(Locale.ROOT, "%.2f", price);
  }

  /** Milliseconds as a duration in the largest suitable unit, up to days. */
  static String duration(long millis) {
    if (millis < MILLIS_PER_SECOND) {
      return millis + " ms";
    }
    if (millis < 2 * MILLIS_PER_MINUTE) {
      return rounded(millis, MILLIS_PER_SECOND) + " s";
    }
    if (millis < 2 * MILLIS_PER_HOUR) {
      return rounded(millis, MILLIS_PER_MINUTE) + " min";
    }
    return millis < 2 * MILLIS_PER_DAY
        ? rounded(millis, MILLIS_PER_HOUR) + " h"
        : rounded(millis, MILLIS_PER_DAY) + " days";
  }

  private static String rounded(long millis, long unit) {
    var one = BigDecimal.valueOf(millis).divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP);
    return one.stripTrailingZeros().toPlainString();
  }

  /** A name in snake case as separate words; the state {@code passed_over} as "skipped". */
  static String words(String name) {
    return name.equals("passed_over") ? "skipped" : name.replace('_', ' ');
  }

  /** A day in UTC, as the API groups by. */
  static String day(Instant instant) {
    return DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(instant) + " UTC";
  }

  /** Date and time in UTC; a script converts it to the viewer's zone. */
  static RawString moment(Instant instant) {
    return time(instant, "datetime");
  }

  /** A time of day. */
  static RawString clock(Instant instant) {
    return time(instant, "time");
  }

  /** The time since an instant. */
  static RawString ago(Instant instant) {
    return time(instant, "ago");
  }

  /** The time until an instant. */
  static RawString until(Instant instant) {
    return time(instant, "until");
  }

  private static RawString time(Instant instant, String kind) {
    var second = instant.truncatedTo(ChronoUnit.SECONDS).toString();
    return new RawString(
        "<time datetime=\"%s\" data-time=\"%s\">%s UTC</time>"
            .formatted(
                instant.truncatedTo(ChronoUnit.MILLIS),
                kind,
                second.replace('T', ' ').replace("Z", "")));
  }

  /** The first characters of an id, enough to tell rows of one list apart. */
  static String brief(UUID id) {
    return id.toString().substring(0, BRIEF_ID);
  }

  /** URL-encoded text. */
  static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Counts above zero by name. */
  static String tally(Map<String, ? extends Number> counts) {
    var text =
        counts.entrySet().stream()
            .filter(count -> count.getValue().longValue() > 0)
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  /** The badge style of an outcome or state: good, bad or neutral. */
  static String kind(String state) {
    return switch (state) {
      case "completed",
          "applied",
          "running",
          "active",
          "open",
          "OK",
          "CACHED",
          "CLOSED",
          "delivered" ->
          "good";
      case "partial",
          "passed_over",
          "held",
          "paused",
          "expired",
          "thought",
          "HALF_OPEN",
          "LATE",
          "CANCELLED" ->
          "warn";
      case "failed", "OPEN", "voided", "dead" -> "bad";
      case "asking" -> "accent";
      case "due", "undecided", "skipped", "duplicate", "resolved", "SKIPPED", "yes", "no" ->
          "plain";
      default -> state.equals(state.toUpperCase(Locale.ROOT)) ? "bad" : "plain";
    };
  }
}
