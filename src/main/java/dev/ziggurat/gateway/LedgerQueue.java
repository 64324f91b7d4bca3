package dev.ziggurat.gateway;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Ledger;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes attempts to the ledger asynchronously: one writer drains a bounded queue in groups, one
 * transaction each. When the queue is full, callers wait; nothing is dropped.
 */
@Singleton
class LedgerQueue {

  private static final int MAX_GROUP = 512;
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final BlockingQueue<Attempt> queue;
  private final Duration gathering;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Condition flushRequested = lock.newCondition();
  private final AtomicLong unwritten = new AtomicLong();
  private boolean writing;
  private boolean flushing;

  LedgerQueue(Ledger ledger, GatewayConfig config) {
    this.ledger = ledger;
    this.queue = new ArrayBlockingQueue<>(config.ledgerQueue());
    this.gathering = config.ledgerGathering();
  }

  /**
   * Queues a call's attempts; waits while the queue is full, and for the write if gathering is
   * zero.
   */
  void add(List<Attempt> attempts) {
    for (var attempt : attempts) {
      unwritten.incrementAndGet();
      put(attempt);
    }
    startWriter();
    if (!gathering.isPositive()) {
      await();
    }
  }

  /**
   * Queues the note of a call that cost nothing, unless the queue is half full: money spent goes
   * first. Never waits.
   */
  void offer(Attempt note) {
    if (queue.remainingCapacity() < queue.size()) {
      return;
    }
    unwritten.incrementAndGet();
    if (queue.offer(note)) {
      startWriter();
    } else {
      unwritten.decrementAndGet();
    }
  }

  private void await() {
    try {
      flush(FLUSH_TIMEOUT);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Attempt attempt) {
    while (!queue.offer(attempt)) {
      startWriter();
      requestFlush();
      try {
        if (queue.offer(attempt, 1, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        write(List.of(attempt));
        return;
      }
    }
  }

  /** Starts a writer unless one is running; it runs only while the queue has entries. */
  private void startWriter() {
    lock.lock();
    try {
      if (!writing && !queue.isEmpty()) {
        writing = true;
        Thread.ofVirtual().name("ledger-of-gateway").start(this::drain);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the writer write now, because a caller waits. */
  private void requestFlush() {
    lock.lock();
    try {
      flushing = true;
      flushRequested.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for more attempts: one commit per call would cost more than its rows. */
  private void gather() {
    lock.lock();
    try {
      for (var left = gathering.toNanos(); left > 0 && !flushing; ) {
        left = flushRequested.awaitNanos(left);
      }
      flushing = false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    var group = new ArrayList<Attempt>(MAX_GROUP);
    while (true) {
      gather();
      queue.drainTo(group, MAX_GROUP);
      if (group.isEmpty() && stopIfEmpty()) {
        return;
      }
      if (!group.isEmpty()) {
        write(List.copyOf(group));
        group.clear();
      }
    }
  }

  private boolean stopIfEmpty() {
    lock.lock();
    try {
      writing = !queue.isEmpty();
      return !writing;
    } finally {
      lock.unlock();
    }
  }

  /** Retries while the database does not answer: spent money must be recorded. */
  private void write(List<Attempt> group) {
    for (var logged = false; ; logged = true) {
      try {
        ledger.record(group);
        break;
      } catch (DatabaseException away) {
        if (!logged) {
          Log.errorf(
              "%d attempts could not be written to the ledger, retrying: %s",
              group.size(), away.getMessage());
        }
        if (!pause()) {
          return;
        }
      }
    }
    lock.lock();
    try {
      unwritten.addAndGet(-group.size());
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(RETRY_DELAY);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits until everything queued so far is in the ledger.
   *
   * @return false on timeout
   */
  boolean flush(Duration timeout) throws InterruptedException {
    var left = timeout.toNanos();
    requestFlush();
    lock.lockInterruptibly();
    try {
      while (unwritten.get() > 0) {
        if (left <= 0) {
          return false;
        }
        left = written.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void flushAtShutdown(@Observes ShutdownEvent end) throws InterruptedException {
    if (!flush(FLUSH_TIMEOUT)) {
      Log.errorf("%d attempts could not be written to the ledger before shutdown", unwritten.get());
    }
  }
}
