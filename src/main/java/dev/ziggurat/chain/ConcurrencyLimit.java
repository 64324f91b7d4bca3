package dev.ziggurat.chain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Adaptive limit of the concurrent calls of this process to one provider: halved on 429, raised by
 * one on success (AIMD). Callers wait for a slot in FIFO order.
 */
final class ConcurrencyLimit {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();
  private final int max;
  private int limit;
  private int inFlight;
  private int waiting;
  private long halvings;

  ConcurrencyLimit(int initial, int max) {
    if (initial < 1 || max < initial) {
      throw new IllegalArgumentException(
          "ziggurat.chain.concurrency: initial must be at least 1 and at most `most`");
    }
    this.limit = initial;
    this.max = max;
  }

  /** A slot for one call in flight. Closing it releases the slot. */
  final class Slot implements AutoCloseable {

    private final long halvingsAtStart;
    private boolean open = true;

    private Slot(long halvingsAtStart) {
      this.halvingsAtStart = halvingsAtStart;
    }

    /**
     * The call succeeded. The limit is raised only when at least half of it is in use; otherwise
     * the success says nothing about a higher limit.
     */
    void succeeded() {
      lock.lock();
      try {
        if (2 * inFlight >= limit) {
          limit = Math.min(max, limit + 1);
          freed.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * The provider answered 429. Calls that started before a halving do not halve again, so a burst
     * of 429s counts once.
     */
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

  /** Waits for a slot; empty when none is free within {@code maxWait}. */
  Optional<Slot> acquire(Duration maxWait) throws InterruptedException {
    var left = maxWait.toNanos();
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
      return Optional.of(new Slot(halvings));
    } finally {
      lock.unlock();
    }
  }

  /** The current limit. */
  int limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }
}
