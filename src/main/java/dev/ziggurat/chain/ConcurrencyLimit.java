package dev.ziggurat.chain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Adaptive limit of the concurrent calls of this process to one provider: halved on 429, raised by
 * one on success (AIMD). Callers wait for a slot in FIFO order, those that were refused before
 * ahead of the others.
 */
final class ConcurrencyLimit {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();
  private final Condition freedForRepeated = lock.newCondition();
  private final int max;
  private int limit;
  private int inFlight;
  private int waiting;
  private int repeatedWaiting;
  private int repeatedInFlight;
  private long halvings;

  /** How many calls in flight the provider is known to accept; after a 429 those beside it. */
  private int accepted;

  ConcurrencyLimit(int initial, int max) {
    if (initial < 1 || max < initial) {
      throw new IllegalArgumentException(
          "ziggurat.chain.concurrency: initial must be at least 1 and at most `most`");
    }
    this.limit = initial;
    this.accepted = initial;
    this.max = max;
  }

  /** A slot for one call in flight. Closing it releases the slot. */
  final class Slot implements AutoCloseable {

    private final long halvingsAtStart;
    private final boolean repeated;
    private boolean open = true;

    private Slot(long halvingsAtStart, boolean repeated) {
      this.halvingsAtStart = halvingsAtStart;
      this.repeated = repeated;
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
        if (halvings == halvingsAtStart) {
          accepted = Math.max(accepted, inFlight);
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
        accepted = Math.max(1, inFlight - 1);
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
          repeatedInFlight -= repeated ? 1 : 0;
          freedForRepeated.signal();
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
        while (inFlight >= limitOfNew() || repeatedWaiting > 0) {
          if (left <= 0) {
            return Optional.empty();
          }
          left = freed.awaitNanos(left);
        }
      } finally {
        waiting--;
      }
      return Optional.of(taken(false));
    } finally {
      lock.unlock();
    }
  }

  /**
   * While a repeated call is in flight no higher limit is tried, because that may refuse it again.
   */
  private int limitOfNew() {
    return repeatedInFlight > 0 ? Math.min(limit, accepted) : limit;
  }

  /**
   * Some less than what is accepted, because the provider may count a finished call a bit longer.
   */
  private int limitOfRepeated() {
    return Math.max(1, Math.min(limit, accepted) * 3 / 4);
  }

  /**
   * Waits for a slot ahead of all others, for a call that the provider refused before. It is given
   * only while fewer calls are in flight than the provider is known to accept.
   */
  Optional<Slot> acquireAgain(Duration maxWait) throws InterruptedException {
    var left = maxWait.toNanos();
    lock.lockInterruptibly();
    try {
      repeatedWaiting++;
      try {
        while (inFlight >= limitOfRepeated()) {
          if (left <= 0) {
            return Optional.empty();
          }
          left = freedForRepeated.awaitNanos(left);
        }
      } finally {
        repeatedWaiting--;
        if (repeatedWaiting > 0) {
          freedForRepeated.signal();
        } else {
          freed.signal();
        }
      }
      return Optional.of(taken(true));
    } finally {
      lock.unlock();
    }
  }

  private Slot taken(boolean repeated) {
    inFlight++;
    repeatedInFlight += repeated ? 1 : 0;
    if (inFlight < limit && waiting > 0) {
      freed.signal();
    }
    return new Slot(halvings, repeated);
  }

  /** How many callers wait for a slot. */
  int waiting() {
    lock.lock();
    try {
      return waiting + repeatedWaiting;
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
