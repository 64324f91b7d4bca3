package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This process's lease on a part of one budget: its tranche. The database records of the tranche
 * how much is held and how much was spent so far; an exchange writes both as absolute amounts and
 * computes from the tranche's own row what is new. So an exchange whose outcome is unknown, because
 * the answer to its commit was lost, is repeated without counting anything twice.
 *
 * <p>Invariant: free + in use is at most what the database holds for this process, except for what
 * was settled above its reservation and not yet written.
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

  private final BudgetRows rows;
  private final LedgerConfig.Tranches config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock(true);

  /** Negative while more was settled than reserved: nothing is admitted until there is room. */
  private long free;

  private long inUse;

  /** Reservations that are not settled, also those of nothing. */
  private int open;

  /** What all processes spent, as it was after the last exchange. */
  private long spentByAll;

  /** All that was settled here. */
  private long spent;

  /** The tranche's row after the last exchange that succeeded. */
  private BudgetRows.Tranche written = new BudgetRows.Tranche(0, 0);

  private boolean hasRow;

  /** Whether the outcome of the last exchange is unknown. */
  private boolean unknown;

  private boolean closed;
  private Instant expires = Instant.EPOCH;
  private Instant used = Instant.EPOCH;
  private Instant refusedUntil = Instant.EPOCH;
  private long refusedAmount;
  private Instant grantedAt = Instant.EPOCH;
  private int factor = ROOM_DIVISOR;
  private long lastCap;

  BudgetLease(Budget budget, Database database, LedgerConfig.Tranches config, InstantSource time) {
    this.rows = new BudgetRows(budget, database);
    this.config = config;
    this.time = time;
  }

  /** A reservation from the tranche. */
  private final class Held implements BudgetReservation {

    private final long amount;
    private boolean settled;

    /** The lease is locked. */
    private Held(long amount) {
      this.amount = amount;
      open++;
    }

    @Override
    public void settle(long used) {
      var took = Math.max(0, used);
      lock.lock();
      try {
        if (!settled) {
          open--;
          inUse -= amount;
          free += amount - took;
          spent += took;
          refusedUntil = Instant.EPOCH;
        }
        settled = true;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Counts what a call will have used, without a limit and without the database: it is written with
   * the next exchange.
   *
   * @return empty when this lease is closed
   */
  Optional<BudgetReservation> count() {
    lock.lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      used = time.instant();
      lastCap = Budget.UNBOUNDED;
      return Optional.of(new Held(0));
    } finally {
      lock.unlock();
    }
  }

  /**
   * What all processes spent, as far as this one knows: the others' spending as of the last
   * exchange, and all of its own.
   */
  long knownSpent() {
    lock.lock();
    try {
      return spentByAll + Math.max(0, spent - written.spent());
    } finally {
      lock.unlock();
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
        if (now.isBefore(refusedUntil) && amount >= refusedAmount && cap <= lastCap) {
          return Optional.of(Optional.empty());
        }
        adaptFactor(now);
        var kept = narrowed ? 0 : Math.max(0, free);
        exchange(cap, Math.max(0, amount - kept), narrowed);
      }
      lastCap = cap;
      if (free < amount) {
        refusedUntil = now.plus(REFUSAL_CACHE_TIME);
        refusedAmount = amount;
        return Optional.of(Optional.empty());
      }
      free -= amount;
      inUse += amount;
      return Optional.of(Optional.of(new Held(amount)));
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
      if (unknown || spent > written.spent() || (idle && free > 0) || (inUse > 0 && ending)) {
        exchange(lastCap, 0, idle);
      }
      closed = idle && open == 0;
      if (closed && hasRow) {
        rows.deleteEmpty();
        hasRow = false;
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What an exchange wrote.
   *
   * @param spent of the whole budget
   * @param excess by how much the budget is above its cap, with what is in flight
   */
  private record Exchanged(BudgetRows.Tranche row, long spent, long granted, long excess) {}

  /**
   * One exchange with the database: writes what is settled, and takes at least what is needed if
   * there is room below the cap. What is given back is not used any more from the beginning, what
   * is granted only from the end: whatever the outcome, no more is used than the database holds.
   *
   * @param giveBack whether everything free is returned first
   */
  private void exchange(long cap, long needed, boolean giveBack) {
    var begun = time.instant();
    unknown = true;
    if (giveBack) {
      free = Math.min(0, free);
    }
    var exchanged = rows.inTransaction(() -> exchanged(cap, needed));
    unknown = false;
    hasRow = true;
    written = exchanged.row();
    spentByAll = exchanged.spent();
    // What is in flight may settle for less: first that makes up for the excess.
    free = exchanged.excess() > 0 ? -exchanged.excess() : Math.max(0, free) + exchanged.granted();
    expires = begun.plus(config.life());
  }

  private Exchanged exchanged(long cap, long needed) {
    var budgetSpent = rows.lockedSpent();
    var dead = rows.sweep();
    var others = rows.heldByOthers();
    // Without a row it was counted as spent completely.
    var row = rows.tranche().orElse(new BudgetRows.Tranche(0, written.held() + written.spent()));
    var mySpent = Math.max(row.spent(), spent);
    // Counted as spent after it had expired, but not used: it covers what is held here.
    var covered = mySpent - spent;
    var spentNow = budgetSpent + dead + mySpent - row.spent();
    giveUp(spentNow + others + held(covered) - cap);
    var held = held(covered);
    var room = cap - spentNow - others - held;
    var granted = needed > 0 && room >= needed ? tranche(cap, room, needed) : 0;
    var mine = new BudgetRows.Tranche(held + granted, mySpent);
    rows.write(spentNow, others, dead, mine, config.life());
    return new Exchanged(mine, spentNow, granted, Math.max(0, -room));
  }

  private long held(long covered) {
    return Math.max(0, Math.max(0, free) + inUse - covered);
  }

  /** What others used above their reservations is taken from what is free here. */
  private void giveUp(long excess) {
    if (excess > 0 && free > 0) {
      free -= Math.min(free, excess);
    }
  }

  /** A fraction of the room; for unlimited budgets a multiple of the needed amount. */
  private long tranche(long cap, long room, long needed) {
    return cap == Budget.UNBOUNDED
        ? (needed > room / factor ? needed : needed * factor)
        : Math.max(needed, room / ROOM_DIVISOR);
  }
}
