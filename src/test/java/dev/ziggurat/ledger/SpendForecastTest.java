package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.SpendForecast.Limits;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is spent at the end of a month, by hand. */
class SpendForecastTest {

  private static final Instant NOW = Instant.parse("2026-11-30T14:00:00Z");

  private static SpendForecast since(String first) {
    return since(first, Limits.NONE);
  }

  private static SpendForecast since(String first, Limits limits) {
    return SpendForecast.of(
        Optional.of(first).filter(text -> !text.isEmpty()).map(Instant::parse),
        new NanoDollars(12_000_000_000L),
        new NanoDollars(300_000_000L),
        limits,
        NOW);
  }

  @Test
  void theLastHourIsContinuedToTheEndOfTheMonth() {
    var forecast = since("2026-11-01T00:00:00Z");
    assertThat(forecast.monthEnds()).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(forecast.measuredMillis()).isEqualTo(3_600_000);
    // $12 so far, and $0.30 in each of the ten hours that are left.
    assertThat(forecast.atMonthEndMicroUsd()).contains(15_000_000L);
  }

  @Test
  void aYoungGameIsMeasuredSinceItsFirstTick() {
    var forecast = since("2026-11-30T13:40:00Z");
    assertThat(forecast.measuredMillis()).isEqualTo(1_200_000);
    // $0.30 in each third of the ten hours.
    assertThat(forecast.atMonthEndMicroUsd()).contains(21_000_000L);
  }

  @Test
  void withLittleDataThereIsNoForecastAndItSaysSo() {
    for (var first : new String[] {"", "2026-11-30T13:50:01Z"}) {
      var forecast = since(first);
      assertThat(forecast.atMonthEndMicroUsd()).isEmpty();
      assertThat(forecast.basis()).contains("too little data", "10 minutes");
      assertThat(forecast.monthSoFarMicroUsd()).isEqualTo(12_000_000L);
    }
  }

  @Test
  void decemberEndsWithTheYear() {
    var forecast =
        SpendForecast.of(
            Optional.empty(),
            NanoDollars.ZERO,
            NanoDollars.ZERO,
            Limits.NONE,
            Instant.parse("2026-12-31T23:59:59Z"));
    assertThat(forecast.monthEnds()).isEqualTo("2027-01-01T00:00:00Z");
  }

  private static SpendCap hard(long cents) {
    return new SpendCap(Optional.of(new NanoDollars(cents * 10_000_000)), Optional.empty());
  }

  @Test
  void hardLimitsBoundTheForecast() {
    var game = "2026-11-01T00:00:00Z";
    var today = new NanoDollars(400_000_000L);
    var ofMonth = since(game, new Limits(SpendCap.NONE, hard(1_350), today));
    assertThat(ofMonth.atMonthEndMicroUsd()).contains(13_500_000L);
    assertThat(ofMonth.limitedBy()).contains("game-month");
    assertThat(ofMonth.basis()).endsWith("as far as the hard limit of the month lets it");
    // The last day of November: of $2 there are $1.60 left.
    var ofDay = since(game, new Limits(hard(200), hard(1_400), today));
    assertThat(ofDay.atMonthEndMicroUsd()).contains(13_600_000L);
    assertThat(ofDay.limitedBy()).contains("game-day");
    // Both let through more than is expected.
    var free = since(game, new Limits(hard(340), hard(1_500), today));
    assertThat(free.atMonthEndMicroUsd()).contains(15_000_000L);
    assertThat(free.limitedBy()).isEmpty();
  }

  @Test
  void whatIsSpentAboveALoweredLimitIsSpent() {
    var forecast =
        since("2026-11-01T00:00:00Z", new Limits(hard(0), hard(500), new NanoDollars(1)));
    assertThat(forecast.atMonthEndMicroUsd()).contains(12_000_000L);
  }

  @Test
  void eachDayThatIsLeftHasItsLimit() {
    var forecast =
        SpendForecast.of(
            Optional.of(Instant.parse("2026-11-01T00:00:00Z")),
            NanoDollars.ZERO,
            new NanoDollars(1_000_000_000L),
            new Limits(hard(100), SpendCap.NONE, NanoDollars.ZERO),
            Instant.parse("2026-11-28T12:00:00Z"));
    // $1 today, tomorrow, and on the 30th, though $60 were expected.
    assertThat(forecast.atMonthEndMicroUsd()).contains(3_000_000L);
  }
}
