package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one writer of a tick's journal: it takes what has gathered in a bounded queue and writes it
 * in one transaction. When the queue is full, threads with new thoughts wait.
 */
final class GroupCommit implements AutoCloseable {

  private static final int MAX_GROUP = 256;

  /**
   * A group is written when it has what came of this many calls, or when its first has waited
   * {@link #MAX_WAIT}: bounds both what a crash can lose and the number of transactions.
   */
  private static final int FULL_GROUP = 32;

  private static final Duration MAX_WAIT = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofMillis(20);

  private final Journal journal;
  private final Tick tick;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(MAX_GROUP);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean fenceLost;
  private volatile RuntimeException failure;

  /**
   * What waits to be written.
   *
   * @param written completed with whether it was, in time
   */
  private record Entry(ThoughtGroup group, CompletableFuture<Boolean> written) {

    Entry(ThoughtGroup group) {
      this(group, new CompletableFuture<>());
    }

    /** Whether it only ends the writer's wait for more. */
    boolean isEmpty() {
      return group.thoughts().isEmpty() && group.shared().isEmpty();
    }
  }

  GroupCommit(Journal journal, Tick tick) {
    this.journal = journal;
    this.tick = tick;
  }

  void start() {
    Thread.ofVirtual().name("journal-" + tick.game().id() + '-' + tick.number()).start(this::run);
  }

  /** Queues a thought; after {@link #close} it is written as late. */
  void add(Thought thought) throws InterruptedException {
    add(ThoughtGroup.of(tick, thought));
  }

  /** Queues what belongs together; after {@link #close} it is written as late. */
  void add(ThoughtGroup group) throws InterruptedException {
    add(new Entry(group));
  }

  /**
   * The same, and waits until it is written.
   *
   * @return false if it was late, or the journal failed
   */
  boolean addAndWait(ThoughtGroup group) throws InterruptedException {
    var entry = new Entry(group);
    if (entry.isEmpty()) {
      return !stopped();
    }
    add(entry);
    while (!entry.written.isDone() && done.getCount() > 0) {
      // The writer may end without this entry.
      done.await(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return entry.written.getNow(false);
  }

  private void add(Entry entry) throws InterruptedException {
    while (!closing.get() && !stopped()) {
      if (queue.offer(entry, IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (done.getCount() == 0 && queue.remove(entry)) {
          late(entry);
        }
        return;
      }
    }
    late(entry);
  }

  private void late(Entry entry) {
    entry.written.complete(false);
    journal.writeLate(tick, entry.group);
  }

  /** Whether the writer has stopped: the fence is lost or the database failed. */
  boolean stopped() {
    return fenceLost || failure != null;
  }

  private void run() {
    try {
      var group = new ArrayList<Entry>(MAX_GROUP);
      while (!stopped() && !(closing.get() && queue.isEmpty())) {
        var first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        gather(group);
        write(group.stream().filter(entry -> !entry.isEmpty()).toList());
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

  private void gather(List<Entry> group) throws InterruptedException {
    var until = System.nanoTime() + MAX_WAIT.toNanos();
    while (group.size() < FULL_GROUP && !closing.get()) {
      var next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      group.add(next);
    }
    queue.drainTo(group, MAX_GROUP - group.size());
  }

  private void write(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    var held = journal.write(tick, entries.stream().map(Entry::group).toList());
    if (!held) {
      fenceLost = true;
    }
    entries.forEach(entry -> entry.written.complete(held));
  }

  /**
   * Writes the queued thoughts and ends the writer.
   *
   * @throws FenceLost if another runner has taken over
   */
  @Override
  public void close() {
    closing.set(true);
    // The writer waits for more, unless the queue is full.
    queue.offer(new Entry(new ThoughtGroup(UUID.randomUUID(), List.of(), List.of())));
    try {
      if (!done.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the journal's last transaction timed out");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while the journal was being closed", interrupted);
    }
    var left = new ArrayList<Entry>();
    queue.drainTo(left);
    left.stream().filter(entry -> !entry.isEmpty()).forEach(this::late);
    if (failure != null) {
      throw failure;
    }
    if (fenceLost) {
      throw new FenceLost(tick);
    }
  }
}
