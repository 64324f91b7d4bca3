package dev.ziggurat.tick;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.GameBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A game's budget while a tick runs. It is read again after a change in this process, and otherwise
 * once it is older than a configured time, so that a change in another process is known then.
 */
final class ChangingBudget {

  private final Supplier<GameBudget> stored;
  private final LongSupplier changes;
  private final Duration checkAfter;
  private final InstantSource time;

  /** After a change in this process nobody goes on with the former budget. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile Known known;

  /**
   * @param changes how many changes of games this process has made
   */
  ChangingBudget(
      Supplier<GameBudget> stored, LongSupplier changes, Duration checkAfter, InstantSource time) {
    this.stored = stored;
    this.changes = changes;
    this.checkAfter = checkAfter;
    this.time = time;
    this.known = new Known(changes.getAsLong(), time.instant(), stored.get());
  }

  private record Known(long change, Instant at, GameBudget budget) {}

  /** The budget now; while the database does not answer, the one that is known. */
  GameBudget now() {
    var was = known;
    var change = changes.getAsLong();
    if (was.change() == change && time.instant().isBefore(was.at().plus(checkAfter))) {
      return was.budget();
    }
    if (was.change() == change) {
      // One of many turns asks; the others use what is known until it has answered.
      known = new Known(change, time.instant(), was.budget());
      return read(change);
    }
    lock.lock();
    try {
      return known.change() == change ? known.budget() : read(change);
    } finally {
      lock.unlock();
    }
  }

  private GameBudget read(long change) {
    var was = known.budget();
    try {
      var read = stored.get();
      known = new Known(change, time.instant(), read);
      return read;
    } catch (DatabaseException away) {
      known = new Known(change, time.instant(), was);
      return was;
    }
  }
}
