package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The budget of one owner in one period, in nano-dollars.
 *
 * @param owner the id of a game, provider or key; {@code game/handle} of an agent
 * @param period such as {@code 2026-11-30}, {@code 2026-11}, {@code tick/7}
 * @param cap its limits; it is counted also without any
 * @param resetsAt when the period ends; empty for a tick
 * @param kept until when its row is kept; empty for ever
 */
public record SpendBudget(
    BudgetScope scope,
    String owner,
    String period,
    SpendCap cap,
    Optional<Instant> resetsAt,
    Optional<Instant> kept) {

  private static final Duration DAYS_KEPT = Duration.ofDays(40);
  private static final Duration AGENTS_KEPT = Duration.ofDays(2);
  private static final Duration TICKS_KEPT = Duration.ofDays(1);

  /** The budget of a day. */
  public static SpendBudget ofDay(BudgetScope scope, String owner, SpendCap cap, Instant at) {
    var day = day(at);
    var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    var kept =
        switch (scope) {
          case AGENT_DAY -> Optional.of(end.plus(AGENTS_KEPT));
          case KEY_DAY -> Optional.<Instant>empty();
          default -> Optional.of(end.plus(DAYS_KEPT));
        };
    return new SpendBudget(scope, owner, day.toString(), cap, Optional.of(end), kept);
  }

  /** The budget of a month. */
  public static SpendBudget ofMonth(BudgetScope scope, String owner, SpendCap cap, Instant at) {
    return new SpendBudget(
        scope, owner, month(at), cap, Optional.of(endOfMonth(at)), Optional.empty());
  }

  /** The budget of a tick that began at this time. */
  public static SpendBudget ofTick(String game, long tick, SpendCap cap, Instant began) {
    return new SpendBudget(
        BudgetScope.TICK,
        game,
        "tick/" + tick,
        cap,
        Optional.empty(),
        Optional.of(began.plus(TICKS_KEPT)));
  }

  /** The owner of an agent's budget. */
  public static String agent(String game, String handle) {
    return game + '/' + handle;
  }

  /** The first instant of the next month. */
  public static Instant endOfMonth(Instant at) {
    return day(at).withDayOfMonth(1).plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** As in 2026-01. */
  private static String month(Instant at) {
    var day = day(at).toString();
    return day.substring(0, day.lastIndexOf('-'));
  }

  /** The id of its row. */
  public String id() {
    var kind =
        switch (scope) {
          case GAME_DAY, GAME_MONTH, TICK -> "game";
          case AGENT_DAY -> "agent";
          case REFLECTION_DAY -> "reflection";
          case PROVIDER_DAY, PROVIDER_MONTH -> "provider";
          case KEY_DAY, KEY_MONTH -> "key";
        };
    return kind + '/' + owner + '/' + period;
  }

  /** What is reserved and counted. */
  Budget budget() {
    return new Budget(id(), cap.hard().map(NanoDollars::value).orElse(Budget.UNBOUNDED), kept);
  }
}
