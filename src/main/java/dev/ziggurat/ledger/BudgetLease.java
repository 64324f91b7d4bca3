package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This process's lease on a part of one budget. Invariant: free + in use + settled but not yet
 * written equals the amount that the database records for this process.
 */
final class BudgetLease {

  /**
   * A new tranche takes this fraction of the remaining room, or the needed amount if that is
   * larger.
   */
  private static final int ROOM_DIVISOR = 8;

  /** For unlimited budgets: a tranche is at most this many times the needed amount. */
  private static final int MAX_FACTOR = 4_096;

  /** A refusal is cached this long, unless something is settled here. */
  private static final Duration REFUSAL_CACHE_TIME = Duration.ofMillis(50);

  /** The cap of an exchange that takes nothing. */
  private static final long NOTHING = 0;

  private final String id;
  private final Optional<Instant> over;
  private final Database database;
  private final LedgerConfig.Tranches config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock(true);

  private UUID tranche = UUID.randomUUID();
  private long free;
  private long inUse;
  private long settled;
  private long spent;
  private boolean known;
  private boolean closed;
  private Instant expires = Instant.EPOCH;
  private Instant used = Instant.EPOCH;
  private Instant refusedUntil = Instant.EPOCH;
  private long refusedAmount;
  private Instant grantedAt = Instant.EPOCH;
  private int factor = ROOM_DIVISOR;
  private long lastCap;

  BudgetLease(Budget budget, Database database, LedgerConfig.Tranches config, InstantSource time) {
    this.id = budget.id();
    this.over = budget.over();
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** A reservation from a tranche. A tranche that expires meanwhile counts as spent completely. */
  private final class Held implements BudgetReservation {

    private final UUID from;
    private final long amount;
    private boolean open = true;

    private Held(UUID from, long amount) {
      this.from = from;
      this.amount = amount;
    }

    @Override
    public void settle(long took) {
      lock.lock();
      try {
        if (open && from.equals(tranche)) {
          var covered = Math.min(took, amount);
          inUse -= amount;
          free += amount - covered;
          settled += covered;
          spent += took;
          refusedUntil = Instant.EPOCH;
        }
        open = false;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Reserves an amount.
   *
   * @return empty when this lease is closed; else the reservation, empty when there is no room
   */
  Optional<Optional<BudgetReservation>> reserve(long cap, long amount) {
    lock.lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      var now = time.instant();
      used = now;
      // A tranche taken under a higher cap may exceed the room below this one.
      var narrowed = cap < lastCap;
      if (free < amount || narrowed || !now.isBefore(expires.minus(config.margin()))) {
        if (now.isBefore(refusedUntil) && amount >= refusedAmount) {
          return Optional.of(Optional.empty());
        }
        adaptFactor(now);
        exchange(cap, narrowed ? amount : Math.max(0, amount - free), narrowed ? free : 0);
      }
      lastCap = cap;
      if (free < amount) {
        refusedUntil = now.plus(REFUSAL_CACHE_TIME);
        refusedAmount = amount;
        return Optional.of(Optional.empty());
      }
      free -= amount;
      inUse += amount;
      return Optional.of(Optional.of(new Held(tranche, amount)));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adapts the tranche size of unlimited budgets: the sooner a tranche is used up, the larger the
   * next, to save round trips. What a dead process leaves stays near its use within one settlement
   * interval.
   */
  private void adaptFactor(Instant now) {
    factor =
        now.isBefore(grantedAt.plus(config.settleEvery()))
            ? Math.min(MAX_FACTOR, 2 * factor)
            : Math.max(ROOM_DIVISOR, factor / 2);
    grantedAt = now;
  }

  /**
   * Writes what is settled to the database, and returns what was idle.
   *
   * @param all returns everything that is free
   * @return whether the lease is empty and therefore closed
   */
  boolean keep(boolean all) {
    lock.lock();
    try {
      var now = time.instant();
      var idle = all || !now.isBefore(used.plus(config.idle()));
      var ending = !now.isBefore(expires.minus(config.life().dividedBy(2)));
      if (settled > 0 || spent > 0 || (idle && free > 0) || (inUse > 0 && ending)) {
        exchange(NOTHING, 0, idle ? free : 0);
      }
      closed = idle && inUse == 0;
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** The budget's amounts in the database. */
  private record StoredAmounts(long spent, long held) {}

  /** The effect of an exchange on the free amount. */
  private record Change(long granted, long back) {}

  /**
   * One exchange with the database: writes what is settled, returns {@code back}, and takes at
   * least what is needed if there is room below the cap.
   */
  private void exchange(long cap, long needed, long back) {
    var change = database.inTransaction(() -> exchanged(cap, needed, back));
    known = true;
    settled = 0;
    spent = 0;
    free += change.granted() - change.back();
    expires = time.instant().plus(config.life());
  }

  private Change exchanged(long cap, long needed, long back) {
    var balance = lockedBalance();
    if (free + inUse + settled > 0 && !stillHeld()) {
      startNewTranche();
      return exchanged(cap, needed, 0);
    }
    var dead = sweep();
    var spentNow = balance.spent() + spent + dead;
    var heldNow = balance.held() - dead - settled - back;
    var room = cap - spentNow - heldNow;
    var granted = needed > 0 && room >= needed ? tranche(cap, room, needed) : 0;
    database.update(
        "update budget set spent = :spent, held = :held, orphaned = orphaned + :orphaned where id = :id",
        parameters -> {
          parameters.setLong("spent", spentNow);
          parameters.setLong("held", heldNow + granted);
          parameters.setLong("orphaned", dead);
          parameters.setString("id", id);
        });
    hold(free + inUse - back + granted);
    return new Change(granted, back);
  }

  /** A fraction of the room; for unlimited budgets a multiple of the needed amount. */
  private long tranche(long cap, long room, long needed) {
    return cap == Budget.UNBOUNDED
        ? (needed > room / factor ? needed : needed * factor)
        : Math.max(needed, room / ROOM_DIVISOR);
  }

  /** Locks the budget's row until the transaction ends. */
  private StoredAmounts lockedBalance() {
    var found = known ? storedAmounts() : Optional.<StoredAmounts>empty();
    if (found.isPresent()) {
      return found.get();
    }
    database.update(
        "insert into budget (id, over_at) values (:id, :overAt) on conflict (id) do nothing",
        parameters -> {
          parameters.setString("id", id);
          parameters.setInstant("overAt", over);
        });
    return storedAmounts().orElseThrow(() -> new IllegalStateException("there is no budget " + id));
  }

  private Optional<StoredAmounts> storedAmounts() {
    return database.first(
        "select spent, held from budget where id = :id for update",
        parameters -> parameters.setString("id", id),
        row -> new StoredAmounts(row.getLong(1), row.getLong(2)));
  }

  /**
   * Starts a new tranche after the old one expired and was counted as spent; only usage beyond it
   * is new.
   */
  private void startNewTranche() {
    tranche = UUID.randomUUID();
    free = 0;
    inUse = 0;
    spent -= settled;
    settled = 0;
  }

  /** Counts the expired tranches of dead processes as spent. */
  private long sweep() {
    return database
        .query(
            """
            delete from tranche where budget_id = :budgetId and id <> :id and expires_at < clock_timestamp()
            returning amount
            """,
            parameters -> {
              parameters.setString("budgetId", id);
              parameters.setObject("id", tranche);
            },
            row -> row.getLong(1))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private boolean stillHeld() {
    return database
        .first(
            "select 1 from tranche where id = :id",
            parameters -> parameters.setObject("id", tranche),
            row -> true)
        .isPresent();
  }

  private void hold(long amount) {
    if (amount == 0) {
      database.update(
          "delete from tranche where id = :id", parameters -> parameters.setObject("id", tranche));
      return;
    }
    database.update(
        """
        insert into tranche (id, budget_id, amount, expires_at)
        values (:id, :budgetId, :amount, clock_timestamp() + :lifeMillis * interval '1 millisecond')
        on conflict (id) do update set amount = excluded.amount, expires_at = excluded.expires_at
        """,
        parameters -> {
          parameters.setObject("id", tranche);
          parameters.setString("budgetId", id);
          parameters.setLong("amount", amount);
          parameters.setLong("lifeMillis", config.life().toMillis());
        });
  }
}
