package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is spent at the end of a month, by hand. */
class SpendForecastTest {

  private static final Instant NOW = Instant.parse("2026-11-30T14:00:00Z");

  private static SpendForecast since(String first) {
    return SpendForecast.of(
        Optional.of(first).filter(text -> !text.isEmpty()).map(Instant::parse),
        new NanoDollars(12_000_000_000L),
        new NanoDollars(300_000_000L),
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
            Instant.parse("2026-12-31T23:59:59Z"));
    assertThat(forecast.monthEnds()).isEqualTo("2027-01-01T00:00:00Z");
  }
}
