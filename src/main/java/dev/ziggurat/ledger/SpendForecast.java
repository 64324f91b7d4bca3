package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a game will have spent at the end of the month (UTC) if it goes on as in the last hour: what
 * it spent in the month so far, plus the spending of the last hour × (time to the end of the month
 * / measured time). Measured are the last 60 minutes, or the time since its first tick if that is
 * less; and no more than its hard limits of days and of the month let through. As in budgets, a
 * call without a known cost counts at the most it may have cost. Amounts are rounded up to
 * millionths of a dollar.
 *
 * @param monthSoFarMicroUsd spent since the month began
 * @param lastHourMicroUsd spent in the measured time
 * @param measuredMillis the measured time, at most an hour
 * @param atMonthEndMicroUsd the forecast; null when too little is known
 * @param limitedBy the budget whose hard limit keeps the forecast lower, {@code game-day} or {@code
 *     game-month}; null if none does
 * @param monthEnds the first instant of the next month
 * @param basis what the forecast is based on, in a sentence
 */
@Schema(name = "SpendForecast")
public record SpendForecast(
    long monthSoFarMicroUsd,
    long lastHourMicroUsd,
    long measuredMillis,
    Optional<Long> atMonthEndMicroUsd,
    Optional<String> limitedBy,
    Instant monthEnds,
    String basis) {

  static final Duration MEASURED = Duration.ofHours(1);

  /** With less, one tick more or less would change the forecast too much. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  /**
   * What a game may spend.
   *
   * @param today what it spent in this day (UTC)
   */
  record Limits(SpendCap day, SpendCap month, NanoDollars today) {

    static final Limits NONE = new Limits(SpendCap.NONE, SpendCap.NONE, NanoDollars.ZERO);

    /** The most that the month can come to; empty without a hard limit. */
    Optional<Most> most(NanoDollars monthSoFar, Instant now, Instant ends) {
      var ofMonth =
          month.hard().map(hard -> new Most(hard.max(monthSoFar), BudgetScope.GAME_MONTH));
      var ofDays =
          day.hard()
              .map(
                  hard -> {
                    var tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
                    var left =
                        BigInteger.valueOf(hard.value())
                            .multiply(BigInteger.valueOf(Duration.between(tomorrow, ends).toDays()))
                            .add(BigInteger.valueOf(Math.max(0, hard.value() - today.value())));
                    return new Most(
                        new NanoDollars(
                            left.add(BigInteger.valueOf(monthSoFar.value()))
                                .min(BigInteger.valueOf(Long.MAX_VALUE))
                                .longValueExact()),
                        BudgetScope.GAME_DAY);
                  });
      return Stream.of(ofMonth, ofDays)
          .flatMap(Optional::stream)
          .min(Comparator.comparing(Most::amount));
    }
  }

  /**
   * An upper bound of the month's spending.
   *
   * @param scope of the budget that it comes from
   */
  private record Most(NanoDollars amount, BudgetScope scope) {}

  /**
   * Computes the forecast.
   *
   * @param since when the game's first tick began; empty before it
   * @param lastHour what was spent since {@link #MEASURED} ago
   */
  static SpendForecast of(
      Optional<Instant> since,
      NanoDollars monthSoFar,
      NanoDollars lastHour,
      Limits limits,
      Instant now) {
    var ends = SpendBudget.endOfMonth(now);
    var measured =
        since
            .map(first -> Duration.between(first, now))
            .map(age -> age.compareTo(MEASURED) < 0 ? age : MEASURED)
            .orElse(Duration.ZERO);
    if (measured.compareTo(LEAST) < 0) {
      return new SpendForecast(
          monthSoFar.microDollars(),
          lastHour.microDollars(),
          Math.max(0, measured.toMillis()),
          Optional.empty(),
          Optional.empty(),
          ends,
          "too little data: a forecast needs %d minutes since the first tick"
              .formatted(LEAST.toMinutes()));
    }
    var continued = monthSoFar.plus(extrapolated(lastHour, Duration.between(now, ends), measured));
    var most =
        limits.most(monthSoFar, now, ends).filter(bound -> bound.amount().compareTo(continued) < 0);
    return new SpendForecast(
        monthSoFar.microDollars(),
        lastHour.microDollars(),
        measured.toMillis(),
        Optional.of(most.map(Most::amount).orElse(continued).microDollars()),
        most.map(bound -> bound.scope().id()),
        ends,
        "the last %d minutes, continued to the end of the month (UTC)%s"
            .formatted(
                measured.toMinutes(),
                most.map(
                        bound ->
                            bound.scope() == BudgetScope.GAME_DAY
                                ? " as far as the hard limit of days lets it"
                                : " as far as the hard limit of the month lets it")
                    .orElse("")));
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
