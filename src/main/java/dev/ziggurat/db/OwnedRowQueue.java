package dev.ziggurat.db;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes rows behind their callers, and deletes those that are due. What cannot be written is not
 * kept.
 *
 * @param <T> a row
 */
public final class OwnedRowQueue<T extends OwnedRow> {

  private static final int MAX_GROUP = 64;
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final GroupWriter<T> writer;
  private final OwnedRowRetention retention;
  private final Consumer<List<T>> save;
  private final BiConsumer<Integer, DatabaseException> lost;
  private final boolean gathers;

  /**
   * Creates a queue.
   *
   * @param name of its thread
   * @param gathering how long rows are collected for one statement
   * @param maxBytes the most that may wait or be written at a time
   * @param save writes rows in one transaction
   * @param lost told how many rows could not be written, and why
   */
  public OwnedRowQueue(
      String name,
      Duration gathering,
      long maxBytes,
      OwnedRowRetention retention,
      Consumer<List<T>> save,
      BiConsumer<Integer, DatabaseException> lost) {
    this.writer =
        new GroupWriter<>(name, gathering, MAX_GROUP, maxBytes, OwnedRow::bytes, this::write);
    this.retention = retention;
    this.save = save;
    this.lost = lost;
    this.gathers = gathering.isPositive();
  }

  /**
   * Queues a row; where gathering is zero it is written when this returns.
   *
   * @return false if it will not be kept, because too much waits
   */
  public boolean add(T row) {
    var queued = writer.offer(row, 0);
    if (queued && !gathers) {
      flush();
    }
    return queued;
  }

  /** Waits until everything queued so far is written, at most five seconds. */
  public void flush() {
    writer.flush(FLUSH_TIMEOUT);
  }

  /** Deletes what is due, as it is done from time to time. */
  public void deleteOld(UUID owner) {
    retention.run(owner);
  }

  private void write(List<T> group) {
    try {
      save.accept(group);
      retention.begin(group.getLast().owner());
    } catch (DatabaseException failed) {
      lost.accept(group.size(), failed);
    }
  }
}
