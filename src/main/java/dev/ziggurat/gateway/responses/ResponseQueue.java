package dev.ziggurat.gateway.responses;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.GatewayConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes responses to the database behind their answers, in groups of one transaction each, as
 * {@code ziggurat.gateway.ledger-gathering} says. What waits has a bound; above it nothing more is
 * kept. Whoever looks a response up has to {@link #flush} first.
 */
@Singleton
class ResponseQueue {

  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_GROUP = 64;
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final ResponseStore store;
  private final ResponseRetention retention;
  private final Duration gathering;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Condition flushRequested = lock.newCondition();
  private final Queue<KeptRow> waiting = new ArrayDeque<>();
  private long bytes;
  private long added;
  private long done;
  private boolean writing;
  private boolean flushing;

  ResponseQueue(ResponseStore store, ResponseRetention retention, GatewayConfig config) {
    this.store = store;
    this.retention = retention;
    this.gathering = config.ledgerGathering();
  }

  /**
   * Queues a response; where gathering is zero it is written when this returns.
   *
   * @return false if it will not be kept, because too much waits
   */
  boolean add(KeptRow row) {
    lock.lock();
    try {
      if (bytes + row.bytes() > MAX_BYTES) {
        return false;
      }
      bytes += row.bytes();
      added++;
      waiting.add(row);
      if (!writing) {
        writing = true;
        Thread.ofVirtual().name("responses-of-gateway").start(this::drain);
      }
    } finally {
      lock.unlock();
    }
    if (!gathering.isPositive()) {
      flush();
    }
    return true;
  }

  /** Waits until everything queued so far is written, at most five seconds. */
  void flush() {
    lock.lock();
    try {
      var last = added;
      var left = FLUSH_TIMEOUT.toNanos();
      while (done < last && left > 0) {
        flushing = true;
        flushRequested.signal();
        left = written.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    for (var group = next(); group.isPresent(); group = next()) {
      write(group.get());
    }
  }

  /** The next group, after a while; empty if nothing waits, and the writer ends. */
  private Optional<List<KeptRow>> next() {
    lock.lock();
    try {
      for (var left = gathering.toNanos(); left > 0 && !flushing && !waiting.isEmpty(); ) {
        left = flushRequested.awaitNanos(left);
      }
      var group = new ArrayList<KeptRow>();
      while (group.size() < MAX_GROUP && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
      flushing &= !waiting.isEmpty();
      writing = !group.isEmpty();
      return writing ? Optional.of(group) : Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      writing = false;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void write(List<KeptRow> group) {
    try {
      store.save(group);
      retention.begin(group.getLast().owner());
    } catch (DatabaseException failed) {
      Log.warnf("%d responses could not be kept: %s", group.size(), failed.getMessage());
    } finally {
      lock.lock();
      try {
        done += group.size();
        bytes -= group.stream().mapToLong(KeptRow::bytes).sum();
        written.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    flush();
  }
}
