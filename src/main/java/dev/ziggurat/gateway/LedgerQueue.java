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
 * Takes attempts to the ledger off the callers' way: one writer drains a bounded queue and writes
 * what gathered there in one transaction. When the database cannot keep up, callers wait for room;
 * nothing is dropped.
 */
@Singleton
class LedgerQueue {

  private static final int MAX_GROUP = 512;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final BlockingQueue<Attempt> queue;
  private final Duration gathering;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Condition pressed = lock.newCondition();
  private final AtomicLong unwritten = new AtomicLong();
  private boolean writing;
  private boolean pressing;

  LedgerQueue(Ledger ledger, GatewayConfig config) {
    this.ledger = ledger;
    this.queue = new ArrayBlockingQueue<>(config.ledgerQueue());
    this.gathering = config.ledgerGathering();
  }

  /** Hands over what a call cost; waits for room, and to the end where nothing may gather. */
  void add(List<Attempt> attempts) {
    for (var attempt : attempts) {
      unwritten.incrementAndGet();
      put(attempt);
    }
    wake();
    if (!gathering.isPositive()) {
      await();
    }
  }

  private void await() {
    try {
      flush(SHUTDOWN_GRACE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Attempt attempt) {
    while (!queue.offer(attempt)) {
      wake();
      press();
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

  /** There is a writer only while there is something to write. */
  private void wake() {
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

  /** Somebody waits: what is there is to be written now. */
  private void press() {
    lock.lock();
    try {
      pressing = true;
      pressed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A commit for each of a few calls would cost more than their rows. */
  private void gather() {
    lock.lock();
    try {
      for (var left = gathering.toNanos(); left > 0 && !pressing; ) {
        left = pressed.awaitNanos(left);
      }
      pressing = false;
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
      if (group.isEmpty() && rest()) {
        return;
      }
      if (!group.isEmpty()) {
        write(List.copyOf(group));
        group.clear();
      }
    }
  }

  private boolean rest() {
    lock.lock();
    try {
      writing = !queue.isEmpty();
      return !writing;
    } finally {
      lock.unlock();
    }
  }

  /** Money that was spent must be told: while the database is away, it is tried again. */
  private void write(List<Attempt> group) {
    for (var told = false; ; told = true) {
      try {
        ledger.record(group);
        break;
      } catch (DatabaseException away) {
        if (!told) {
          Log.errorf("%d attempts wait to be recorded: %s", group.size(), away.getMessage());
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
      Thread.sleep(BETWEEN_TRIES);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits until everything handed over so far is in the ledger.
   *
   * @return false when that takes longer than the patience
   */
  boolean flush(Duration patience) throws InterruptedException {
    var left = patience.toNanos();
    press();
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

  void end(@Observes ShutdownEvent end) throws InterruptedException {
    if (!flush(SHUTDOWN_GRACE)) {
      Log.errorf("%d attempts could not be recorded before the end", unwritten.get());
    }
  }
}
