package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.List;

/**
 * Usage in a span of time.
 *
 * @param from start, inclusive; a whole hour or day
 * @param to end, exclusive; a whole hour or day
 * @param grain {@code day} if both are whole days (UTC), else {@code hour}
 * @param by what the rows are grouped by
 * @param rows by time, or by cost, highest first
 * @param total over all rows, also truncated ones
 * @param truncated whether rows were left out
 * @param budgets what is spent and left in this day and month (UTC) of the game that was asked for,
 *     or of the provider, or of all providers if rows are by provider; of others none
 */
public record UsageReport(
    Instant from,
    Instant to,
    String grain,
    String by,
    List<UsageRow> rows,
    UsageRow total,
    boolean truncated,
    List<BudgetBalance> budgets) {

  /** The same report with these balances. */
  public UsageReport with(List<BudgetBalance> balances) {
    return new UsageReport(from, to, grain, by, rows, total, truncated, List.copyOf(balances));
  }
}
