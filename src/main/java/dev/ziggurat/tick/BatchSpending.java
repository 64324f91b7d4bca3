package dev.ziggurat.tick;

import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendBudgets;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a call for several agents may spend: the budgets of game and tick bind it as a whole, that
 * of an agent's day binds the agent's share of it. The shares are those in the ledger. Used by one
 * thread at a time.
 */
final class BatchSpending implements SpendLimit {

  private final TickBudgets budgets;
  private final Caller caller;
  private final SpendBudgets spendBudgets;
  private final InstantSource time;
  private boolean refused;
  private Set<String> withoutRoom = Set.of();

  BatchSpending(TickBudgets budgets, Caller caller, SpendBudgets spendBudgets, InstantSource time) {
    this.budgets = budgets;
    this.caller = caller;
    this.spendBudgets = spendBudgets;
    this.time = time;
  }

  @Override
  public List<SpendBudget> budgets(Instant at) {
    return budgets.ofAgents().budgets(at);
  }

  @Override
  public void refused(SpendDecision.Refused why) {
    refused = true;
  }

  /** Whether a budget had no room for all of them together, or for the share of one. */
  boolean wasRefused() {
    return refused;
  }

  /** The agents whose budgets had no room for their shares when it was last asked for. */
  Set<String> agentsWithoutRoom() {
    return withoutRoom;
  }

  @Override
  public Optional<BudgetReservation> reserveElsewhere(Optional<NanoDollars> worst) {
    var parts = caller.parts();
    var shares = worst.map(most -> caller.shares(most.value()));
    var reserved = new ArrayList<BudgetReservation>(parts.size());
    var refusing = new HashSet<String>();
    var complete = false;
    try {
      for (var index = 0; index < parts.size(); index++) {
        var at = index;
        var handle = parts.get(index).handle();
        var share = shares.map(all -> new NanoDollars(all.get(at)));
        reserve(handle, share).ifPresentOrElse(reserved::add, () -> refusing.add(handle));
      }
      withoutRoom = Set.copyOf(refusing);
      complete = refusing.isEmpty();
      return complete ? Optional.of(used -> settle(reserved, used)) : Optional.empty();
    } finally {
      if (!complete) {
        reserved.forEach(reservation -> reservation.settle(0));
      }
    }
  }

  private Optional<BudgetReservation> reserve(String handle, Optional<NanoDollars> share) {
    var day = budgets.agentDay(handle, time.instant());
    if (day.isEmpty()) {
      return Optional.of(_ -> {});
    }
    return switch (spendBudgets.reserve(List.of(day.get()), SpendLimit.UNLIMITED, share)) {
      case SpendDecision.Granted(var reservation) -> Optional.of(reservation);
      case SpendDecision.Refused _ -> Optional.empty();
    };
  }

  private void settle(List<BudgetReservation> reserved, long used) {
    var shares = caller.shares(used);
    for (var index = 0; index < reserved.size(); index++) {
      reserved.get(index).settle(shares.get(index));
    }
  }
}
