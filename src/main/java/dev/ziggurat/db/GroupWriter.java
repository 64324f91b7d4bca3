package dev.ziggurat.db;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Writes items behind their callers, in groups: one virtual thread, which runs only while there is
 * something to write, collects for a while and writes what is there at once. What waits or is being
 * written has a bound.
 *
 * @param <T> an item
 */
public final class GroupWriter<T> {

  private final String name;
  private final Duration gathering;
  private final int maxGroup;
  private final long capacity;
  private final ToLongFunction<T> size;
  private final Consumer<List<T>> write;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Condition flushRequested = lock.newCondition();
  private final Queue<T> waiting = new ArrayDeque<>();
  private long used;
  private long added;
  private long done;
  private boolean writing;
  private boolean flushing;

  /**
   * Creates a writer without a thread yet.
   *
   * @param name of its thread
   * @param gathering how long items are collected for one group, unless somebody waits
   * @param maxGroup the most items of a group
   * @param capacity the most that may wait or be written at a time, in the unit of {@code size}
   * @param size how much of the capacity an item takes
   * @param write writes a group; retries itself what must not be lost
   */
  public GroupWriter(
      String name,
      Duration gathering,
      int maxGroup,
      long capacity,
      ToLongFunction<T> size,
      Consumer<List<T>> write) {
    this.name = name;
    this.gathering = gathering;
    this.maxGroup = maxGroup;
    this.capacity = capacity;
    this.size = size;
    this.write = write;
  }

  /**
   * Queues an item, without waiting.
   *
   * @param reserve how much of the capacity must stay free
   * @return false if it is not queued, because there is no room
   */
  public boolean offer(T item, long reserve) {
    lock.lock();
    try {
      if (!fits(item, reserve)) {
        return false;
      }
      queue(item);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues an item; waits while there is no room. If interrupted then, it writes the item itself.
   */
  public void put(T item) {
    lock.lock();
    try {
      while (used > 0 && !fits(item, 0)) {
        requestFlush();
        written.await();
      }
      queue(item);
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    write.accept(List.of(item));
  }

  private boolean fits(T item, long reserve) {
    return used + size.applyAsLong(item) <= capacity - reserve;
  }

  private void queue(T item) {
    used += size.applyAsLong(item);
    added++;
    waiting.add(item);
    if (!writing) {
      writing = true;
      Thread.ofVirtual().name(name).start(this::drain);
    }
  }

  private void requestFlush() {
    flushing = true;
    flushRequested.signal();
  }

  /**
   * Has everything that is queued by now written at once, and waits for it.
   *
   * @return false if it took longer than this, or the thread was interrupted
   */
  public boolean flush(Duration timeout) {
    lock.lock();
    try {
      var last = added;
      for (var left = timeout.toNanos(); done < last && left > 0; ) {
        requestFlush();
        left = written.awaitNanos(left);
      }
      return done >= last;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** How many items are not written yet. */
  public long unwritten() {
    lock.lock();
    try {
      return added - done;
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    for (var group = next(); !group.isEmpty(); group = next()) {
      try {
        write.accept(group);
      } catch (RuntimeException unforeseen) {
        Log.errorf(unforeseen, "%s: %d items could not be written", name, group.size());
      } finally {
        done(group);
      }
    }
  }

  /** The next group, after gathering; empty if nothing waits, and the thread ends. */
  private List<T> next() {
    lock.lock();
    try {
      gather();
      var group = new ArrayList<T>();
      while (group.size() < maxGroup && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
      flushing &= !waiting.isEmpty();
      writing = !group.isEmpty();
      return List.copyOf(group);
    } finally {
      lock.unlock();
    }
  }

  private void gather() {
    try {
      for (var left = gathering.toNanos(); left > 0 && !flushing && !waiting.isEmpty(); ) {
        left = flushRequested.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread; if so, the group is written at once.
    }
  }

  private void done(List<T> group) {
    lock.lock();
    try {
      done += group.size();
      used -= group.stream().mapToLong(size).sum();
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
