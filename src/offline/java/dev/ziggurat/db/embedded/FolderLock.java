package dev.ziggurat.db.embedded;

import dev.ziggurat.db.EmbeddedDatabaseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A lock on a server's folder, across processes. Released when its holder ends. */
final class FolderLock implements AutoCloseable {

  /** Longer than the slowest start with unpacking, initdb and crash recovery. */
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock acquire(Path file) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) != null) {
        return new FolderLock(channel);
      }
      channel.close();
      if (System.nanoTime() > deadline) {
        throw new EmbeddedDatabaseException(
            "Another process has been starting or stopping the database for "
                + TIMEOUT.toSeconds()
                + " s; it locks "
                + file);
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThread) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
