package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The database rows of one budget and of the tranche that one process holds of it. */
final class BudgetRows {

  private final String id;
  private final Optional<Instant> over;
  private final Database database;
  private final UUID tranche = UUID.randomUUID();

  BudgetRows(Budget budget, Database database) {
    this.id = budget.id();
    this.over = budget.over();
    this.database = database;
  }

  /**
   * The row of a tranche.
   *
   * @param held what the process may use without asking
   * @param spent what was added to the budget's spent amount so far
   */
  record Tranche(long held, long spent) {}

  <T> T inTransaction(Supplier<T> work) {
    return database.inTransaction(work);
  }

  /** Locks the budget's row until the transaction ends, and returns what is spent. */
  long lockedSpent() {
    var found = storedSpent();
    if (found.isPresent()) {
      return found.get();
    }
    database.update(
        "insert into budget (id, over_at) values (:id, :overAt) on conflict (id) do nothing",
        parameters -> {
          parameters.setString("id", id);
          parameters.setInstant("overAt", over);
        });
    return storedSpent().orElseThrow(() -> new IllegalStateException("there is no budget " + id));
  }

  private Optional<Long> storedSpent() {
    return database.first(
        "select spent from budget where id = :id for update",
        parameters -> parameters.setString("id", id),
        row -> row.getLong(1));
  }

  /**
   * Counts the expired tranches of dead processes as spent. Their rows stay for a day: a process
   * that only stood still reads there what was counted. Rows without a spent amount are of earlier
   * versions, which expect them to be deleted.
   *
   * @return the amount counted
   */
  long sweep() {
    return database
        .first(
            """
            with stale as (
              delete from tranche where budget_id = :budgetId and id <> :id and amount = 0
                and spent is not null and expires_at < clock_timestamp() - interval '1 day'),
            former as (
              delete from tranche where budget_id = :budgetId and id <> :id and spent is null
                and expires_at < clock_timestamp()
              returning amount),
            dead as (
              update tranche set spent = tranche.spent + was.amount, amount = 0
              from tranche as was
              where was.id = tranche.id and tranche.budget_id = :budgetId and tranche.id <> :id
                and tranche.amount > 0 and tranche.spent is not null
                and tranche.expires_at < clock_timestamp()
              returning was.amount)
            select coalesce(sum(amount), 0) from (
              select amount from former union all select amount from dead) as counted
            """,
            parameters -> {
              parameters.setString("budgetId", id);
              parameters.setObject("id", tranche);
            },
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** What the tranches of all other processes hold. */
  long heldByOthers() {
    return database
        .first(
            "select coalesce(sum(amount), 0) from tranche where budget_id = :budgetId and id <> :id",
            parameters -> {
              parameters.setString("budgetId", id);
              parameters.setObject("id", tranche);
            },
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** This process's tranche; empty when it has no row. */
  Optional<Tranche> tranche() {
    return database.first(
        "select amount, spent from tranche where id = :id",
        parameters -> parameters.setObject("id", tranche),
        row -> new Tranche(row.getLong(1), row.getLong(2)));
  }

  /**
   * Writes the result of an exchange.
   *
   * @param spent of the whole budget
   * @param heldByOthers what all other processes hold
   * @param orphaned the part of {@code spent} that was counted by this exchange's {@link #sweep}
   * @param mine this process's tranche
   * @param life how long the tranche is valid from now
   */
  void write(long spent, long heldByOthers, long orphaned, Tranche mine, Duration life) {
    database.update(
        "update budget set spent = :spent, held = :held, orphaned = orphaned + :orphaned where id = :id",
        parameters -> {
          parameters.setLong("spent", spent);
          parameters.setLong("held", heldByOthers + mine.held());
          parameters.setLong("orphaned", orphaned);
          parameters.setString("id", id);
        });
    database.update(
        """
        insert into tranche (id, budget_id, amount, spent, expires_at)
        values (:id, :budgetId, :amount, :spent, clock_timestamp() + :lifeMillis * interval '1 millisecond')
        on conflict (id) do update
          set amount = excluded.amount, spent = excluded.spent, expires_at = excluded.expires_at
        """,
        parameters -> {
          parameters.setObject("id", tranche);
          parameters.setString("budgetId", id);
          parameters.setLong("amount", mine.held());
          parameters.setLong("spent", mine.spent());
          parameters.setLong("lifeMillis", life.toMillis());
        });
  }

  /**
   * Deletes the tranche if it holds nothing. Only after an exchange that succeeded: until then the
   * row tells what was counted.
   */
  void deleteEmpty() {
    database.update(
        "delete from tranche where id = :id and amount = 0",
        parameters -> parameters.setObject("id", tranche));
  }
}
