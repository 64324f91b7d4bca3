package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is spent and left of a budget, in US dollars, exactly. What processes have spent is written
 * at least every second ({@code ziggurat.ledger.tranches.settle-every}).
 *
 * @param scope {@code game-day, game-month, tick, agent-day, provider-day, provider-month}
 * @param owner the id of the game or provider; the handle of an agent
 * @param period such as {@code 2026-11-30}, {@code 2026-11}, {@code tick/7}
 * @param hardUsd the hard limit; null without one
 * @param softUsd the soft limit; null without one
 * @param spentUsd what was spent, calls without a known cost at the most they may have cost
 * @param heldUsd what processes hold for calls in flight and to come
 * @param orphanedUsd the part of {@code spentUsd} that was held by processes that died
 * @param leftUsd what is neither spent nor held; null without a hard limit
 * @param usedPercent how much of the hard limit is spent, of the soft one if there is no hard one,
 *     rounded down; null without a limit
 * @param resetsAt when the period ends; null for a tick
 */
@Schema(name = "BudgetBalance")
public record BudgetBalance(
    String scope,
    String owner,
    String period,
    Optional<String> hardUsd,
    Optional<String> softUsd,
    String spentUsd,
    String heldUsd,
    String orphanedUsd,
    Optional<String> leftUsd,
    Optional<Integer> usedPercent,
    Optional<Instant> resetsAt) {

  private static final int MOST_PERCENT = 999;

  static BudgetBalance of(SpendBudget budget, String owner, Balance balance) {
    var cap = budget.cap();
    var left = cap.hard().map(hard -> Math.max(0, hard.value() - balance.spent() - balance.held()));
    return new BudgetBalance(
        budget.scope().id(),
        owner,
        budget.period(),
        cap.hard().map(NanoDollars::dollars),
        cap.soft().map(NanoDollars::dollars),
        dollars(balance.spent()),
        dollars(balance.held()),
        dollars(balance.orphaned()),
        left.map(BudgetBalance::dollars),
        usedPercent(cap, balance.spent()),
        budget.resetsAt());
  }

  private static Optional<Integer> usedPercent(SpendCap cap, long spent) {
    return cap.hard().or(cap::soft).map(limit -> percent(spent, limit.value()));
  }

  private static int percent(long spent, long limit) {
    if (limit == 0) {
      return 100;
    }
    return BigDecimal.valueOf(spent)
        .movePointRight(2)
        .divide(BigDecimal.valueOf(limit), 0, RoundingMode.DOWN)
        .min(BigDecimal.valueOf(MOST_PERCENT))
        .intValueExact();
  }

  private static String dollars(long nano) {
    return new NanoDollars(nano).dollars();
  }

  /** What it is the budget of, for people. */
  public String label() {
    return switch (scope) {
      case "agent-day" -> "@" + owner + " today";
      case "tick" -> "Last tick";
      case "game-day", "provider-day" -> "Today";
      default -> "This month";
    };
  }

  /** Whether spending has reached the soft limit. */
  public boolean aboveSoft() {
    return softUsd.filter(soft -> compare(spentUsd, soft) >= 0).isPresent();
  }

  /** Whether spending has reached the hard limit. */
  public boolean usedUp() {
    return hardUsd.filter(hard -> compare(spentUsd, hard) >= 0).isPresent();
  }

  private static int compare(String one, String other) {
    return new BigDecimal(one).compareTo(new BigDecimal(other));
  }
}
