package dev.ziggurat.gateway.keys;

import dev.ziggurat.ledger.Balance;
import dev.ziggurat.ledger.Budget;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.money.SpendCap;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
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
 * Enforces the rate limits and budgets of keys. Spending is counted for every key, limited or not,
 * so that a limit set during a month includes earlier spending.
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
   * @return how long to wait, if the rate limit is reached
   * @throws dev.ziggurat.db.DatabaseException when the database is needed and does not answer
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

  /** The key's daily and monthly budgets. */
  public SpendLimit spendLimit(Key key) {
    var owner = key.id().toString();
    return at ->
        List.of(
            SpendBudget.ofDay(
                BudgetScope.KEY_DAY,
                owner,
                new SpendCap(key.terms().perDay(), key.terms().softPerDay()),
                at),
            SpendBudget.ofMonth(
                BudgetScope.KEY_MONTH,
                owner,
                new SpendCap(key.terms().perMonth(), key.terms().softPerMonth()),
                at));
  }

  /** Spending of these keys today and this month. */
  public Map<UUID, KeySpend> spend(Collection<UUID> keys) {
    var day = day(time.instant());
    var month = monthOf(day);
    var known =
        budgets.balances(
            keys.stream().flatMap(key -> Stream.of(id(key, day), id(key, month))).toList());
    return keys.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(),
                key ->
                    new KeySpend(
                        known.getOrDefault(id(key, day), Balance.ZERO),
                        known.getOrDefault(id(key, month), Balance.ZERO))));
  }

  /** As in 2026-01-31. */
  private static String day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
  }

  /** As in 2026-01. */
  private static String monthOf(String day) {
    return day.substring(0, day.lastIndexOf('-'));
  }

  private static String id(UUID key, String period) {
    return "key/" + key + '/' + period;
  }
}
