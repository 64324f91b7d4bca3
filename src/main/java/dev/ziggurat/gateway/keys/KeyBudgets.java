package dev.ziggurat.gateway.keys;

import dev.ziggurat.ledger.Balance;
import dev.ziggurat.ledger.Budget;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds keys to what they may use up. The money of every key is counted, whether it is bounded or
 * not: a bound that is set in the middle of a month counts what was spent before.
 */
@Singleton
public class KeyBudgets {

  private final Budgets budgets;
  private final InstantSource time;

  KeyBudgets(Budgets budgets, InstantSource time) {
    this.budgets = budgets;
    this.time = time;
  }

  /**
   * Counts a call.
   *
   * @return how long to wait instead, if this minute has had its calls
   * @throws dev.ziggurat.db.DatabaseException when it has to be asked and does not answer
   */
  public Optional<Duration> admit(Key key) {
    if (key.terms().callsPerMinute().isEmpty()) {
      return Optional.empty();
    }
    var now = time.instant();
    var minute = now.truncatedTo(ChronoUnit.MINUTES);
    var next = minute.plus(1, ChronoUnit.MINUTES);
    var calls =
        new Budget(
            id(key.id(), minute.toString()), key.terms().callsPerMinute().get(), Optional.of(next));
    var reservation = budgets.reserve(List.of(calls), 1);
    reservation.ifPresent(one -> one.settle(1));
    return reservation.isPresent() ? Optional.empty() : Optional.of(Duration.between(now, next));
  }

  /**
   * The key's budgets of the day and of the month. An attempt of unknown price is refused when one
   * of them is bounded; otherwise it is counted when it is settled.
   */
  public SpendLimit spendLimit(Key key) {
    return worst ->
        worst.isEmpty() && key.terms().boundsMoney()
            ? Optional.empty()
            : budgets.reserve(ofMoney(key), worst.orElse(NanoDollars.ZERO).value());
  }

  private List<Budget> ofMoney(Key key) {
    var now = time.instant();
    return List.of(
        new Budget(day(key.id(), now), cap(key.terms().perDay())),
        new Budget(month(key.id(), now), cap(key.terms().perMonth())));
  }

  private static long cap(Optional<NanoDollars> bound) {
    return bound.map(NanoDollars::value).orElse(Budget.UNBOUNDED);
  }

  /** What the calls of these keys came to so far today and this month. */
  public Map<UUID, KeySpend> spend(Collection<UUID> keys) {
    var now = time.instant();
    var known =
        budgets.balances(
            keys.stream().flatMap(key -> Stream.of(day(key, now), month(key, now))).toList());
    return keys.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(),
                key ->
                    new KeySpend(
                        known.getOrDefault(day(key, now), Balance.ZERO),
                        known.getOrDefault(month(key, now), Balance.ZERO))));
  }

  private static String day(UUID key, Instant now) {
    return id(key, now.atOffset(ZoneOffset.UTC).toLocalDate().toString());
  }

  private static String month(UUID key, Instant now) {
    return id(key, YearMonth.from(now.atOffset(ZoneOffset.UTC)).toString());
  }

  private static String id(UUID key, String period) {
    return "key/" + key + '/' + period;
  }
}
