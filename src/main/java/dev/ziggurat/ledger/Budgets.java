package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Admits what budgets allow. The database knows what is spent and held of each; a process
 * reservations a tranche and admits from it without asking. What is held and spent together never
 * exceeds the cap, so neither does what is admitted, however many processes there are. A process
 * that dies leaves its tranche, which counts as spent once it has expired.
 */
@Singleton
public class Budgets {

  /** How often budgets whose period is over are dropped, and how long after they may be used. */
  private static final Duration DROPPED_EVERY = Duration.ofMinutes(1);

  private static final Duration FINISHED_AFTER = Duration.ofMinutes(10);

  /** Of one turn; what is left waits for the next. */
  private static final int MAX_DROPPED = 10_000;

  private final Database database;
  private final LedgerConfig.Tranches config;
  private final InstantSource time;
  private final ConcurrentMap<String, BudgetLease> leases = new ConcurrentHashMap<>();
  private final AtomicBoolean kept = new AtomicBoolean();
  private volatile Instant dropped = Instant.EPOCH;
  private volatile boolean ended;

  Budgets(Database database, LedgerConfig config, InstantSource time) {
    this.database = database;
    this.config = config.tranches();
    this.time = time;
  }

  /**
   * Sets the amount aside in each of these budgets.
   *
   * @return empty when one of them has no room for it; then nothing is set aside
   * @throws DatabaseException when it has to be asked and does not answer
   */
  public Optional<BudgetReservation> reserve(List<Budget> budgets, long amount) {
    var reservations = new ArrayList<BudgetReservation>(budgets.size());
    try {
      for (var budget : budgets) {
        var reservation = reserve(budget, amount);
        if (reservation.isEmpty()) {
          giveBack(reservations);
          return Optional.empty();
        }
        reservations.add(reservation.get());
      }
    } catch (DatabaseException away) {
      giveBack(reservations);
      throw away;
    }
    keep();
    return Optional.of(used -> reservations.forEach(reservation -> reservation.settle(used)));
  }

  private static void giveBack(List<BudgetReservation> reservations) {
    reservations.forEach(reservation -> reservation.settle(0));
  }

  private Optional<BudgetReservation> reserve(Budget budget, long amount) {
    while (true) {
      var lease =
          leases.computeIfAbsent(budget.id(), _ -> new BudgetLease(budget, database, config, time));
      var answer = lease.reserve(budget.cap(), amount);
      if (answer.isPresent()) {
        return answer.get();
      }
      // It was closed a moment ago.
      leases.remove(budget.id(), lease);
    }
  }

  /** While something is held, one thread brings the database up to date. */
  private void keep() {
    if (kept.compareAndSet(false, true)) {
      Thread.ofVirtual().name("budgets").start(this::keepUp);
    }
  }

  private void keepUp() {
    try {
      while (!leases.isEmpty() && !ended) {
        Thread.sleep(config.settleEvery());
        if (!ended) {
          settle(false);
          drop();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      kept.set(false);
      if (!leases.isEmpty() && !ended && !Thread.currentThread().isInterrupted()) {
        keep();
      }
    }
  }

  private void settle(boolean all) {
    leases.forEach(
        (id, lease) -> {
          try {
            if (lease.keep(all)) {
              leases.remove(id, lease);
            }
          } catch (DatabaseException away) {
            Log.warnf("What was spent of budget %s is told later: %s", id, away.getMessage());
          }
        });
  }

  /** Nobody asks for the balance of a minute that has long passed. */
  private void drop() {
    var now = time.instant();
    if (now.isBefore(dropped.plus(DROPPED_EVERY))) {
      return;
    }
    dropped = now;
    try {
      database.update(
          "delete from budget where id in (select id from budget where over_at < :overAt limit :limit)",
          parameters -> {
            parameters.setInstant("overAt", now.minus(FINISHED_AFTER));
            parameters.setInt("limit", MAX_DROPPED);
          });
    } catch (DatabaseException away) {
      Log.warnf("Budgets whose period is over are dropped later: %s", away.getMessage());
    }
  }

  /**
   * The balance of each of these budgets that was ever used, by id.
   *
   * @throws DatabaseException when the database does not answer
   */
  public Map<String, Balance> balances(Collection<String> ids) {
    return database
        .query(
            "select id, spent, held, orphaned from budget where id = any(:id)",
            parameters -> parameters.setTexts("id", ids),
            row ->
                Map.entry(
                    row.getString(1), new Balance(row.getLong(2), row.getLong(3), row.getLong(4))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Tells the database everything that is settled and gives back what is held and not in use, as a
   * process should that is about to end or to be frozen.
   */
  public void flush() {
    settle(true);
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    ended = true;
    flush();
  }
}
