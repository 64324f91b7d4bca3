package dev.ziggurat.chain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls a provider gets at once from this process. The limit feels its way: halved when
 * the provider says "too many", raised by one when it answers. Callers wait in line, first come
 * first served.
 */
final class ConcurrencyLimit {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();
  private final int most;
  private int limit;
  private int inFlight;
  private int waiting;
  private long halvings;

  ConcurrencyLimit(int initial, int most) {
    if (initial < 1 || most < initial) {
      throw new IllegalArgumentException(
          "ziggurat.chain.concurrency: initial must be at least 1 and at most `most`");
    }
    this.limit = initial;
    this.most = most;
  }

  /** A place among the calls in flight. Closing it gives it back. */
  final class Place implements AutoCloseable {

    private final long halvingsAtStart;
    private boolean open = true;

    private Place(long halvingsAtStart) {
      this.halvingsAtStart = halvingsAtStart;
    }

    /** The provider answered. A limit that was not in use is not raised: nothing was learned. */
    void answered() {
      lock.lock();
      try {
        if (2 * inFlight >= limit) {
          limit = Math.min(most, limit + 1);
          freed.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    /** The provider said "too many": one burst of such answers halves the limit once. */
    void rateLimited() {
      lock.lock();
      try {
        if (halvings == halvingsAtStart) {
          limit = Math.max(1, Math.min(limit, inFlight) / 2);
          halvings++;
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (open) {
          open = false;
          inFlight--;
          freed.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits in line for a place, or empty when none is free in time. */
  Optional<Place> enter(Duration patience) throws InterruptedException {
    var left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      waiting++;
      try {
        while (inFlight >= limit) {
          if (left <= 0) {
            return Optional.empty();
          }
          left = freed.awaitNanos(left);
        }
      } finally {
        waiting--;
      }
      inFlight++;
      if (inFlight < limit && waiting > 0) {
        freed.signal();
      }
      return Optional.of(new Place(halvings));
    } finally {
      lock.unlock();
    }
  }

  /** The limit now. */
  int limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }
}
