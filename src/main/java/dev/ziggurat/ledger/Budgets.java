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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reserves amounts from budgets. The database records what is spent and leased of each; a process
 * leases a tranche and reserves from it without a round trip. What is admitted never exceeds the
 * cap, with any number of processes. What settles above its reservation is taken from what this
 * process holds at once and written with the next exchange; so the cap is exceeded at most by what
 * the calls in flight at that moment, in all processes together, settle above their reservations.
 * The tranche of a dead process counts as spent once it has expired.
 */
@Singleton
public class Budgets {

  /** How often expired budgets are deleted, and how long after expiry. */
  private static final Duration DROPPED_EVERY = Duration.ofMinutes(1);

  private static final Duration FINISHED_AFTER = Duration.ofMinutes(10);

  /** Per run; the rest waits for the next. */
  private static final int MAX_DROPPED = 10_000;

  private final Database database;
  private final LedgerConfig.Tranches config;
  private final InstantSource time;
  private final ConcurrentMap<String, BudgetLease> leases = new ConcurrentHashMap<>();

  private final List<SettlementListener> listeners = new CopyOnWriteArrayList<>();

  /** Those whose last settlement failed: logged once. */
  private final Set<String> unsettled = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean kept = new AtomicBoolean();
  private volatile Instant dropped = Instant.EPOCH;
  private volatile boolean ended;

  Budgets(Database database, LedgerConfig config, InstantSource time) {
    this.database = database;
    this.config = config.tranches();
    this.time = time;
  }

  /**
   * Reserves the amount in each of these budgets.
   *
   * @return empty when one of them has no room; then nothing is reserved
   * @throws DatabaseException when the database is needed and does not answer
   */
  public Optional<BudgetReservation> reserve(List<Budget> budgets, long amount) {
    return switch (reserve(budgets, amount, budget -> reserve(budget, amount))) {
      case Admission.Granted granted -> Optional.of(granted.reservation());
      case Admission.Refused _ -> Optional.empty();
    };
  }

  /**
   * Reserves the amount in each of these budgets that has a cap. The others are counted only: what
   * is used of them is written when it is settled, so that they need no database before.
   *
   * @throws DatabaseException when the database is needed and does not answer
   */
  public Admission admit(List<Budget> budgets, long amount) {
    return reserve(
        budgets,
        amount,
        budget ->
            budget.cap() == Budget.UNBOUNDED
                ? fromLease(budget, lease -> lease.count().map(Optional::of))
                : reserve(budget, amount));
  }

  private Admission reserve(
      List<Budget> budgets, long amount, Function<Budget, Optional<BudgetReservation>> each) {
    var reservations = new ArrayList<BudgetReservation>(budgets.size());
    try {
      for (var budget : budgets) {
        var reservation = each.apply(budget);
        if (reservation.isEmpty()) {
          giveBack(reservations);
          return new Admission.Refused(budget, amount, knownSpent(budget.id()));
        }
        reservations.add(reservation.get());
      }
    } catch (DatabaseException away) {
      giveBack(reservations);
      throw away;
    }
    keep();
    return new Admission.Granted(
        used -> reservations.forEach(reservation -> reservation.settle(used)));
  }

  /**
   * What all processes spent of a budget, as far as this one knows; 0 if it does not use it. What
   * others spend is known with the next exchange, within the settlement interval.
   */
  public long knownSpent(String id) {
    return Optional.ofNullable(leases.get(id)).map(BudgetLease::knownSpent).orElse(0L);
  }

  /** Notifies this listener of all that is written from now on. */
  void addListener(SettlementListener other) {
    listeners.add(other);
  }

  private static void giveBack(List<BudgetReservation> reservations) {
    reservations.forEach(reservation -> reservation.settle(0));
  }

  private Optional<BudgetReservation> reserve(Budget budget, long amount) {
    return fromLease(budget, lease -> lease.reserve(budget.cap(), amount));
  }

  private Optional<BudgetReservation> fromLease(
      Budget budget, Function<BudgetLease, Optional<Optional<BudgetReservation>>> asked) {
    while (true) {
      var lease =
          leases.computeIfAbsent(budget.id(), _ -> new BudgetLease(budget, database, config, time));
      var answer = asked.apply(lease);
      if (answer.isPresent()) {
        return answer.get();
      }
      // It was closed concurrently.
      leases.remove(budget.id(), lease);
    }
  }

  /** While leases are held, one thread settles them periodically. */
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
    leases.forEach((id, lease) -> settle(id, lease, all));
  }

  private void settle(String id, BudgetLease lease, boolean all) {
    try {
      var closed = lease.keep(all);
      if (closed) {
        leases.remove(id, lease);
      }
      unsettled.remove(id);
      listeners.forEach(listener -> listener.settled(id, lease.knownSpent(), closed));
    } catch (DatabaseException away) {
      if (unsettled.add(id)) {
        Log.warnf("Budget %s could not be settled, retrying: %s", id, away.getMessage());
      }
    }
  }

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
      Log.warnf("Expired budgets could not be deleted, retrying: %s", away.getMessage());
    }
  }

  /**
   * Balances by id; budgets that were never used are left out.
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

  /** Writes everything settled to the database and returns what is leased and not in use. */
  public void flush() {
    settle(true);
  }

  /**
   * The same before the process is frozen, for at most this time: what is not written then counts
   * as spent when its lease has expired, unless this process goes on before.
   */
  public void flush(Duration limit) {
    var until = time.instant().plus(limit);
    leases.forEach(
        (id, lease) -> {
          if (time.instant().isBefore(until)) {
            settle(id, lease, true);
          }
        });
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    ended = true;
    flush();
  }
}
