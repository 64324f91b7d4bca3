package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a game will have spent at the end of the month (UTC) if it goes on as in the last hour: what
 * it spent in the month so far, plus the spending of the last hour × (time to the end of the month
 * / measured time). Measured are the last 60 minutes, or the time since its first tick if that is
 * less. As in budgets, a call without a known cost counts at the most it may have cost. Amounts are
 * rounded up to millionths of a dollar.
 *
 * @param monthSoFarMicroUsd spent since the month began
 * @param lastHourMicroUsd spent in the measured time
 * @param measuredMillis the measured time, at most an hour
 * @param atMonthEndMicroUsd the forecast; null when too little is known
 * @param monthEnds the first instant of the next month
 * @param basis what the forecast is based on, in a sentence
 */
@Schema(name = "SpendForecast")
public record SpendForecast(
    long monthSoFarMicroUsd,
    long lastHourMicroUsd,
    long measuredMillis,
    Optional<Long> atMonthEndMicroUsd,
    Instant monthEnds,
    String basis) {

  static final Duration MEASURED = Duration.ofHours(1);

  /** With less, one tick more or less would change the forecast too much. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  /**
   * Computes the forecast.
   *
   * @param since when the game's first tick began; empty before it
   * @param lastHour what was spent since {@link #MEASURED} ago
   */
  static SpendForecast of(
      Optional<Instant> since, NanoDollars monthSoFar, NanoDollars lastHour, Instant now) {
    var ends = SpendBudget.endOfMonth(now);
    var measured =
        since
            .map(first -> Duration.between(first, now))
            .map(age -> age.compareTo(MEASURED) < 0 ? age : MEASURED)
            .orElse(Duration.ZERO);
    var known = measured.compareTo(LEAST) >= 0;
    return new SpendForecast(
        monthSoFar.microDollars(),
        lastHour.microDollars(),
        Math.max(0, measured.toMillis()),
        known
            ? Optional.of(
                monthSoFar
                    .plus(extrapolated(lastHour, Duration.between(now, ends), measured))
                    .microDollars())
            : Optional.empty(),
        ends,
        known
            ? "the last %d minutes, continued to the end of the month (UTC)"
                .formatted(measured.toMinutes())
            : "too little data: a forecast needs %d minutes since the first tick"
                .formatted(LEAST.toMinutes()));
  }

  private static NanoDollars extrapolated(
      NanoDollars spent, Duration remaining, Duration measured) {
    return new NanoDollars(
        BigInteger.valueOf(spent.value())
            .multiply(BigInteger.valueOf(remaining.toMillis()))
            .divide(BigInteger.valueOf(measured.toMillis()))
            .longValueExact());
  }
}
