package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Property
  void goDurationIsTheSumOfItsParts(
      @ForAll @IntRange(max = 700) int hours,
      @ForAll @IntRange(max = 59) int minutes,
      @ForAll @IntRange(max = 59) int seconds,
      @ForAll @IntRange(max = 999) int millis) {
    assertThat(RetryAfter.go("%dh%dm%d.%03ds".formatted(hours, minutes, seconds, millis)))
        .contains(
            Duration.ofHours(hours).plusMinutes(minutes).plusSeconds(seconds).plusMillis(millis));
  }

  @Property
  void anyTextIsParsedWithoutException(@ForAll String text) {
    assertThat(RetryAfter.from(text, NOW).orElse(Duration.ZERO))
        .isBetween(Duration.ZERO, RetryAfter.MAX_WAIT);
    assertThat(RetryAfter.go(text).orElse(Duration.ZERO))
        .isBetween(Duration.ZERO, RetryAfter.MAX_WAIT);
  }

  @Example
  void knownFormatsAreParsed() {
    assertThat(RetryAfter.go("12ms")).contains(Duration.ofMillis(12));
    assertThat(RetryAfter.go("6m0s")).contains(Duration.ofMinutes(6));
    assertThat(RetryAfter.go("7.66s")).contains(Duration.ofMillis(7_660));
    assertThat(RetryAfter.go("1h2m3.5s")).contains(Duration.ofMillis(3_723_500));
    assertThat(RetryAfter.go("250µs")).contains(Duration.ofNanos(250_000));
    assertThat(RetryAfter.go("9000h")).contains(RetryAfter.MAX_WAIT);
    assertThat(RetryAfter.from("30", NOW)).contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.from("2026-11-20T10:00:09Z", NOW)).contains(Duration.ofSeconds(9));
    assertThat(RetryAfter.from("2026-11-20T09:00:00Z", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.from("Fri, 20 Nov 2026 10:01:00 GMT", NOW))
        .contains(Duration.ofMinutes(1));
  }

  @Example
  void datesOfEveryHttpFormAreParsed() {
    var minute = Duration.ofMinutes(1);
    for (var text :
        List.of(
            "Fri, 20 Nov 2026 10:01:00 GMT",
            "Fri, 20 Nov 2026 10:01:00 UTC",
            "Fri, 20 Nov 2026 11:01:00 +0100",
            "Mon, 20 Nov 2026 10:01:00 GMT",
            "20 Nov 2026 10:01:00 GMT",
            "Friday, 20-Nov-26 10:01:00 GMT",
            "Friday, 20-Nov-2026 10:01:00 UTC",
            "Fri, 20-Nov-26 10:01:00 Z",
            "Fri Nov 20 10:01:00 2026",
            "Nov 20 10:01:00 2026")) {
      assertThat(RetryAfter.from(text, NOW)).as(text).contains(minute);
    }
    assertThat(RetryAfter.from("Sat Nov  6 08:49:37 1994", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.from("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.from("Sunday, 06-Nov-76 08:49:37 GMT", NOW))
        .contains(RetryAfter.MAX_WAIT);
    assertThat(RetryAfter.from("Friday, 31-Foo-26 10:01:00 GMT", NOW)).isEmpty();
    assertThat(RetryAfter.from("Friday, 99-Nov-26 10:01:00 GMT", NOW)).isEmpty();
    assertThat(RetryAfter.from("Fri, 20 Nov 2026 10:01:00", NOW)).isEmpty();
  }

  @Example
  void invalidTextsAreNotParsedAsWait() {
    assertThat(RetryAfter.go("")).isEmpty();
    assertThat(RetryAfter.go("5")).isEmpty();
    assertThat(RetryAfter.go("1m 2s")).isEmpty();
    assertThat(RetryAfter.go("-1s")).isEmpty();
    assertThat(RetryAfter.go("1x")).isEmpty();
    assertThat(RetryAfter.from("soon", NOW)).isEmpty();
    assertThat(RetryAfter.from("9".repeat(5000), NOW)).isEmpty();
  }
}
