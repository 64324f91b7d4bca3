package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one writer of a tick's journal: it takes what has gathered in a bounded queue and writes it
 * in one transaction. While it is busy, thinkers that are done wait for room.
 */
final class GroupCommit implements AutoCloseable {

  private static final int LARGEST_GROUP = 256;
  private static final Duration IDLE = Duration.ofMillis(20);

  private final Journal journal;
  private final Tick tick;
  private final BlockingQueue<Thought> queue = new ArrayBlockingQueue<>(LARGEST_GROUP);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean fenceLost;
  private volatile RuntimeException failure;

  GroupCommit(Journal journal, Tick tick) {
    this.journal = journal;
    this.tick = tick;
  }

  void start() {
    Thread.ofVirtual().name("journal-" + tick.game().id() + '-' + tick.number()).start(this::run);
  }

  /** Hands a thought to the writer; after {@link #close} it is written as late. */
  void add(Thought thought) throws InterruptedException {
    while (!closing.get() && !stopped()) {
      if (queue.offer(thought, IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (done.getCount() == 0 && queue.remove(thought)) {
          journal.writeLate(thought);
        }
        return;
      }
    }
    journal.writeLate(thought);
  }

  /** Whether going on is of no use: the fence is lost or the database failed. */
  boolean stopped() {
    return fenceLost || failure != null;
  }

  private void run() {
    try {
      var group = new ArrayList<Thought>(LARGEST_GROUP);
      while (!stopped()) {
        var first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closing.get()) {
            return;
          }
          continue;
        }
        group.add(first);
        queue.drainTo(group, LARGEST_GROUP - 1);
        write(List.copyOf(group));
        group.clear();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
      Log.errorf(e, "The journal of tick %d of %s failed", tick.number(), tick.game().id());
    } finally {
      done.countDown();
    }
  }

  private void write(List<Thought> group) {
    if (!journal.write(tick, group)) {
      fenceLost = true;
    }
  }

  /**
   * Writes what has been handed over and ends the writer.
   *
   * @throws FenceLost if another runner has taken over
   */
  @Override
  public void close() {
    closing.set(true);
    try {
      if (!done.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the journal's last transaction does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while the journal was being closed", interrupted);
    }
    var left = new ArrayList<Thought>();
    queue.drainTo(left);
    left.forEach(journal::writeLate);
    if (failure != null) {
      throw failure;
    }
    if (fenceLost) {
      throw new FenceLost(tick);
    }
  }
}
