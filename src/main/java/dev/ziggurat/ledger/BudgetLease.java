package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process holds of one budget. Always true: what is free, in use, and settled but not yet
 * told to the database is together what the database says this process holds.
 */
final class BudgetLease {

  /** A new tranche takes this part of what room there is, or what is needed if that is more. */
  private static final int PART_OF_ROOM = 8;

  /**
   * What is only counted is taken for at most so many times what is needed, however fast it goes.
   */
  private static final int MAX_TIMES = 4_096;

  /** A refusal is believed so long, unless something is settled here. */
  private static final Duration REFUSED = Duration.ofMillis(50);

  /** A cap when nothing is taken. */
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
  private int times = PART_OF_ROOM;
  private long lastCap;

  BudgetLease(Budget budget, Database database, LedgerConfig.Tranches config, InstantSource time) {
    this.id = budget.id();
    this.over = budget.over();
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** Set aside of a tranche. If that tranche is counted as spent meanwhile, it is counted whole. */
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
   * Sets an amount aside.
   *
   * @return empty when this lease is closed; else what is set aside, if there is room
   */
  Optional<Optional<BudgetReservation>> reserve(long cap, long amount) {
    lock.lock();
    try {
      if (closed) {
        return Optional.empty();
      }
      var now = time.instant();
      used = now;
      // What was taken under a wider cap may be more than there is room for below this one.
      var narrowed = cap < lastCap;
      if (free < amount || narrowed || !now.isBefore(expires.minus(config.margin()))) {
        if (now.isBefore(refusedUntil) && amount >= refusedAmount) {
          return Optional.of(Optional.empty());
        }
        pace(now);
        exchange(cap, narrowed ? amount : Math.max(0, amount - free), narrowed ? free : 0);
      }
      lastCap = cap;
      if (free < amount) {
        refusedUntil = now.plus(REFUSED);
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
   * Where nothing bounds what is counted, asking often would only cost time: the sooner a tranche
   * is used up, the larger the next. What a process that dies takes with it stays about what it
   * uses within the time of a settlement.
   */
  private void pace(Instant now) {
    times =
        now.isBefore(grantedAt.plus(config.settleEvery()))
            ? Math.min(MAX_TIMES, 2 * times)
            : Math.max(PART_OF_ROOM, times / 2);
    grantedAt = now;
  }

  /**
   * Tells the database what is settled, and gives back what nobody used for a while.
   *
   * @param all gives back whatever is free
   * @return whether this process holds nothing any more; then the lease is closed
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

  /** What the database says of this budget. */
  private record Standing(long spent, long held) {}

  /** What an exchange with the database changes of what is free here. */
  private record Change(long granted, long back) {}

  /**
   * One exchange with the database: tells what is settled, gives back, and takes what is needed or
   * more, if there is room below the cap.
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
      startAnew();
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

  /** A part of what room there is; where there is no bound, enough for some more. */
  private long tranche(long cap, long room, long needed) {
    return cap == Budget.UNBOUNDED
        ? (needed > room / times ? needed : needed * times)
        : Math.max(needed, room / PART_OF_ROOM);
  }

  /** Whoever takes of the budget waits from here to the end of the transaction. */
  private Standing lockedBalance() {
    var found = known ? standing() : Optional.<Standing>empty();
    if (found.isPresent()) {
      return found.get();
    }
    database.update(
        "insert into budget (id, over_at) values (:id, :overAt) on conflict (id) do nothing",
        parameters -> {
          parameters.setString("id", id);
          parameters.setInstant("overAt", over);
        });
    return standing().orElseThrow(() -> new IllegalStateException("there is no budget " + id));
  }

  private Optional<Standing> standing() {
    return database.first(
        "select spent, held from budget where id = :id for update",
        parameters -> parameters.setString("id", id),
        row -> new Standing(row.getLong(1), row.getLong(2)));
  }

  /**
   * The tranche was counted as spent while this process stood still; only what went beyond is new.
   */
  private void startAnew() {
    tranche = UUID.randomUUID();
    free = 0;
    inUse = 0;
    spent -= settled;
    settled = 0;
  }

  /** Counts what dead processes held as spent. */
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
